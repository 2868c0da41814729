// What services say of a thing by its id, said to people, who know no ids. All else they say in English already.
import type { Facts } from "../facts";

export const facts: Facts = {
  facts: {
    thread_busy: "This thread takes no message while an answer is made.",
    queue_full: "{most} messages wait in this thread already.",
    answer_running: "An answer is running in this thread: stop it first.",
    already_runs: "It runs already; it can be stopped.",
  },
  words: {},
  names: {
    thread_busy: "This thread takes no message while an answer is made.",
    queue_full: "Too many messages wait in this thread already.",
  },
};
