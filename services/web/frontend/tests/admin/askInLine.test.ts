// One question at a time, and no answer that is older than the question.
import { expect, test } from "vitest";
import { askInLine } from "../../src/admin/askInLine";

class Slow {
  readonly asked: ((answer: string) => void)[] = [];
  readonly question = (): Promise<string> => new Promise((resolve) => this.asked.push(resolve));
  answer(text: string): Promise<void> {
    this.asked.at(-1)?.(text);
    return new Promise((resolve) => setTimeout(resolve));
  }
}

test("whoever asks while an answer is on its way gets a later one too", async () => {
  const slow = new Slow();
  const told: string[] = [];
  const line = askInLine(
    slow.question,
    (answer) => told.push(answer),
    () => {},
  );

  line.ask();
  line.ask();
  line.ask();
  await slow.answer("before");
  await slow.answer("after");

  expect(told).toEqual(["before", "after"]);
  expect(slow.asked).toHaveLength(2);
});

test("a question that fails is told and can be asked again", async () => {
  let tries = 0;
  const told: unknown[] = [];
  const line = askInLine(
    () => (++tries === 1 ? Promise.reject("away") : Promise.resolve("here")),
    (answer) => told.push(answer),
    (error) => told.push(error),
  );

  line.ask();
  await new Promise((resolve) => setTimeout(resolve));
  line.ask();
  await new Promise((resolve) => setTimeout(resolve));

  expect(told).toEqual(["away", "here"]);
});

test("what was ended tells nothing any more", async () => {
  const slow = new Slow();
  const told: string[] = [];
  const line = askInLine(
    slow.question,
    (answer) => told.push(answer),
    () => {},
  );
  line.ask();

  line.end();
  await slow.answer("too late");

  expect(told).toEqual([]);
});
