// What a paste brings beside words.
import { expect, test } from "vitest";
import { pastedFiles } from "../../src/compose/pasting";

const picture = new File(["picture"], "image.png", { type: "image/png" });

function pasted(data: Record<string, string>) {
  return { files: [picture], getData: (type: string) => data[type] ?? "" };
}

test("cells of a sheet are words, not the picture that comes with them", () => {
  const cells = pasted({ "text/plain": "1\t2", "text/html": "<table><tr><td>1</td><td>2</td></tr></table>" });

  expect(pastedFiles(cells)).toEqual([]);
});

test("a picture from a page is a file, and so is one from a folder, which has a name", () => {
  expect(pastedFiles(pasted({ "text/html": "<img src='beds.png'>" }))).toEqual([picture]);
  expect(pastedFiles(pasted({ "text/plain": "beds.png" }))).toEqual([picture]);
});
