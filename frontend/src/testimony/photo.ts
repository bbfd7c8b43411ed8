/** What a file is, by the type its device gives it; and photos without what they carry unseen. */

/** The kinds that the cell can open. What else there is may be said in words, or brought. */
export function mayBeSent(type: string): boolean {
  return /^(?:image\/(?!svg)|audio\/|video\/)[\w.+-]+$/.test(type) || type === "application/pdf";
}

export const isPhoto = (type: string): boolean => /^image\/(?:jpeg|png|webp|heic|heif|avif)$/.test(type);

/** Pictures that any browser draws, and that can hold no script. */
export const isPicture = (type: string): boolean => /^image\/(?:jpeg|png|webp|gif|avif)$/.test(type);

export const isSound = (type: string): boolean => /^audio\/(?!.*xml)[\w.+-]+$/.test(type);

/** Draws the picture again: place, time, device and thumbnail stay behind. Throws when it cannot be drawn. */
export async function cleanPhoto(photo: Blob): Promise<Blob> {
  const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.drawImage(picture, 0, 0);
  picture.close();
  const type = photo.type === "image/png" ? "image/png" : "image/jpeg";
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92));
  canvas.width = canvas.height = 0;
  if (drawn?.type !== type) throw new Error("not drawn");
  return drawn;
}
