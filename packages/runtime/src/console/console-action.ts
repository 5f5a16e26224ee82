/** What a person filled in, by the id of the field. Every field of the action is there; an optional one may be ''. */
export type FormValues = Readonly<Record<string, string>>

/** One of several values. */
export interface ConsoleChoice {
  readonly value: string
  readonly label: string
  /** Texts that choosing it writes into other fields, by their ids, where a person may change them. */
  readonly fills?: FormValues | undefined
}

interface FieldFacts {
  /** Letters, digits, `_` and `-`. */
  readonly id: string
  readonly label: string
  /** A sentence under the field. */
  readonly help?: string | undefined
  /** What stands there at first. Of a choice the first one unless given. */
  readonly default?: string | undefined
}

/** One field of an action's form. */
export type ConsoleField = FieldFacts &
  (
    | {
        readonly kind: 'text'
        /** May stay empty. */
        readonly isOptional?: boolean | undefined
        /** 200 by default. */
        readonly maxLength?: number | undefined
        /** Offered while a person types; anything else may be written. */
        readonly suggestions?: readonly string[] | undefined
      }
    | {
        /** A text of several lines. */
        readonly kind: 'lines'
        readonly isOptional?: boolean | undefined
        /** 16,000 by default. */
        readonly maxLength?: number | undefined
      }
    | { readonly kind: 'choice'; readonly options: readonly ConsoleChoice[] }
  )

/** A button on the page. */
export interface ConsoleAction {
  /** Letters, digits, `_` and `-`. `halt` also answers to the key h. */
  readonly id: string
  readonly label: string
  /** What a person is asked before it is done. */
  readonly question: string
  readonly isDangerous?: boolean | undefined
  /** Buttons of one group stand in a panel with this title; the others in the head of the page. */
  readonly group?: string | undefined
  /** What a person fills in before it is done; nothing by default. */
  readonly fields?: readonly ConsoleField[] | undefined
  /**
   * Does it and says in a sentence what came of it.
   *
   * @throws {ParameterError} A value does not fit; each violation is shown at the field that it names.
   * @throws {Error} It was not done.
   */
  run(values: FormValues): Promise<string>
}

/** A panel of plain lines: what is so just now. */
export interface ConsoleList {
  readonly id: string
  readonly title: string
  readonly lines: readonly { readonly text: string; readonly tone?: 'up' | 'down' | 'warn' | 'soft' | undefined }[]
  /** What stands there when there are no lines. */
  readonly empty: string
}
