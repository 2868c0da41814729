// Hostile documents: nothing runs, nothing is fetched, no bad address, and the page stays.
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "../../src/md/Markdown";
import { HOSTILE } from "./hostile";

const ACTIVE =
  "script, iframe, object, embed, img, svg:not(.icon), style, link, form, base, meta, video, audio, source";

test.each(HOSTILE)("%# %s is harmless", (_name, text) => {
  for (const done of [false, true]) {
    const { container, unmount } = render(<Markdown text={text} done={done} />);

    expect(container.querySelector(ACTIVE)).toBeNull();
    for (const element of container.querySelectorAll("*")) {
      for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on|^srcdoc$|^src$/i);
    }
    for (const link of container.querySelectorAll("a")) {
      expect(link.href).toMatch(/^(https?|mailto|tel):/);
      expect(link.origin).not.toBe(location.origin);
      expect(link.rel).toBe("noopener noreferrer nofollow");
    }
    expect(container.querySelector("a a")).toBeNull();
    expect(container.textContent).not.toBe("");
    unmount();
  }
});
