// The choice of a key within a field of a form.
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Field } from "../../src/admin/parts/Field";
import { KeySelect } from "../../src/admin/parts/KeySelect";

test("it is called and described as its field says", () => {
  render(
    <Field name="Key" hint="Kept by the runner.">
      <KeySelect names={["work"]} value="work" onChange={() => {}} />
    </Field>,
  );

  const select = screen.getByRole("combobox", { name: "Key" });
  expect(document.getElementById(select.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Kept by the runner.");
});
