// Saves a file of the service to the disk of whoever looks.

/** By a link, for going to its address would be leaving the page, which asks first while it has changes. */
export function saveFile(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = ""; // the service says its name
  link.click();
}
