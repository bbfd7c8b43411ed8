/** Streams as they travel: base64url in JSON. The shapes that the server's addresses give and take. */
import { b64, unb64, type Bytes, type Hex } from "./fields.ts";
import type { SealedItem } from "./items.ts";
import type { SignedRecord, StreamKind } from "./records.ts";

export interface WireRecord {
  body: string;
  sig: string;
}

export interface WireGrant {
  record: number;
  recipient: Hex;
  blob: string;
}

export interface WireItem {
  hdr: string;
  box: string;
}

/** A stream that is being opened. */
export interface WireStream {
  stream: Hex;
  kind: StreamKind;
  records: WireRecord[];
  grants: WireGrant[];
  items: WireItem[];
}

/** A stream as the server gives it back: grants are the reader's own, `at` is when the server took the item (minutes). */
export interface StreamAsRead {
  stream: Hex;
  kind: StreamKind;
  records: readonly WireRecord[];
  grants: readonly WireGrant[];
  items: readonly (WireItem & { at?: number })[];
}

export const wireRecord = ({ body, sig }: SignedRecord): WireRecord => ({ body: b64(body), sig: b64(sig) });
export const wireItem = ({ hdr, box }: SealedItem): WireItem => ({ hdr: b64(hdr), box: b64(box) });
export const wireGrant = (record: SignedRecord, recipient: Hex, blob: Bytes): WireGrant => ({
  record: record.record.number,
  recipient,
  blob: b64(blob),
});
export const unwireRecord = ({ body, sig }: WireRecord) => ({ body: unb64(body), sig: unb64(sig) });
export const unwireItem = ({ hdr, box }: WireItem): SealedItem => ({ hdr: unb64(hdr), box: unb64(box) });
