// Which files a paste brings.

export interface Pasted {
  files: ArrayLike<File>;
  getData: (type: string) => string;
}

/** Cells of a sheet and words of a document come with a picture of themselves, which nobody means to paste. */
export function pastedFiles(pasted: Pasted): File[] {
  const isText = ["text/plain", "text/html"].every((type) => pasted.getData(type) !== "");
  return isText ? [] : Array.from(pasted.files);
}
