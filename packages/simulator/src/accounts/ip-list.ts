import { BlockList, isIP } from 'node:net'

const mapped = '::ffff:'

/** Splits a list of addresses and ranges, separated by commas or blanks; `undefined` when one of them is neither. */
export function readIpList(text: string): readonly string[] | undefined {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
  return entries.every(isEntry) ? entries : undefined
}

/** Whether an address is on a list, by itself or within a range such as 10.0.0.0/8. */
export function isOnIpList(list: readonly string[], address: string): boolean {
  const plain = address.startsWith(mapped) ? address.slice(mapped.length) : address
  return list.some((entry) => entry === plain || isWithin(entry, plain))
}

function isEntry(entry: string): boolean {
  const [network = '', prefix, ...rest] = entry.split('/')
  const family = isIP(network)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

function isWithin(entry: string, address: string): boolean {
  const [network = '', prefix] = entry.split('/')
  if (prefix === undefined) return false
  const type = isIP(network) === 4 ? 'ipv4' : 'ipv6'
  if (isIP(address) !== (type === 'ipv4' ? 4 : 6)) return false
  const range = new BlockList()
  range.addSubnet(network, Number(prefix), type)
  return range.check(address, type)
}
