import { BlockList, isIP } from 'node:net'

interface AddressRange {
  readonly address: string
  readonly family: 'ipv4' | 'ipv6'
  /** Undefined: this one address. */
  readonly prefix: number | undefined
}

/** The first text that is neither an address nor a network such as 10.0.0.0/8. */
export const findBadAddress = (texts: readonly string[]): string | undefined =>
  texts.find((text) => parseRange(text) === undefined)

/** Addresses and networks as one list. What {@link findBadAddress} complains about is left out. */
export function createAddressList(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of texts.map(parseRange)) {
    if (range === undefined) continue
    if (range.prefix === undefined) list.addAddress(range.address, range.family)
    else list.addSubnet(range.address, range.prefix, range.family)
  }
  return list
}

/** Whether an address, as a socket shows it, is on a list. An IPv4 address may come in its IPv6 form. */
export function isAddressIn(list: BlockList, address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '')
  const family = isIP(plain)
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

function parseRange(text: string): AddressRange | undefined {
  const [address = '', prefixText, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (prefixText === undefined) return { address, family, prefix: undefined }
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN
  return prefix <= (version === 4 ? 32 : 128) ? { address, family, prefix } : undefined
}
