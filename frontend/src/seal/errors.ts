/** Why something sealed was refused. The page shows the sentence that its template keeps for the code. */
export type Code =
  | "altered" // the bytes or a signature are not what was written
  | "wrong_key" // the key, the receipt or the code does not open this
  | "unknown_version" // written by a format we do not know
  | "not_granted" // the author or the reader has no access here
  | "record_chain" // the records of a stream do not follow one another
  | "missing_item" // something that existed is no longer shown
  | "wrong_place" // a true item, shown where or when it does not belong
  | "directory_signature" // the list of members is not signed by who should
  | "directory_older" // an older list of members than one already seen
  | "excluded" // someone the reporter put aside
  | "malformed" // not a message of ours
  | "receipt_word" // a typed word is not in the list
  | "receipt_order" // every word is in the list, but not these together
  | "receipt_count" // too few words or too many
  | "recovery_code" // not a printed recovery code
  | "recovery_share"; // not a sheet of the cell's recovery key, or not enough of them

export class SealError extends Error {
  readonly code: Code;

  constructor(code: Code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "SealError";
    this.code = code;
  }
}

/** The code of a refusal; anything else is a fault of ours and goes through. */
export function codeOf(error: unknown): Code {
  if (error instanceof SealError) return error.code;
  throw error;
}
