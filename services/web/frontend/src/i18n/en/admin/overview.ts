// The overview: how the house is.
import { many } from "../../format";

export const overview = {
  allWell: "Every service works.",
  someIll: (names: string[]) => `${names.join(", ")} can't work now.`,
  someWait: (waiting: number) =>
    waiting === 0 ? "Nothing waits for you." : `${many(waiting, "request waits", "requests wait")} for you.`,
  strangers: (people: number) =>
    `${many(people, "new person who is not", "new people who are not")} paired wrote to the bot in the last 7 days`,
  answers: "works",
  ill: "does not answer",
  troubled: "answers, but can't work",
  away: "does not run here",
  heard: (when: string) => `heard ${when}`,
  ended: (times: number, how: string) => `ended ${many(times, "time", "times")} in the last hour, lastly by ${how}`,
  startsAgain: "It is started again by itself. To see why it ended, type where Parley runs:",
  mend: "To see why and to mend it, type where Parley runs:",
  copyCommand: "Copy the command",
  queues: {
    inbound: (waiting: number, taken: number) => `${many(waiting + taken, "message", "messages")} to sort`,
    turns: (waiting: number, running: number) =>
      `${many(running, "turn runs", "turns run")}, ${waiting === 1 ? "1 waits" : `${waiting} wait`}`,
    outbox: (waiting: number, _: number) => `${many(waiting, "event", "events")} to tell`,
    outbound: (waiting: number, taken: number) => `${many(waiting + taken, "message", "messages")} to send`,
  },
  instances: (instances: number) => many(instances, "process", "processes"),
  since: (time: string) => `up for ${time}`,
  cost: "Cost per day",
  unused: "No model was called in the last 14 days.",
  allUsage: "All usage",
  waiting: "Waiting for you",
  nothingWaits: "Nothing waits for you.",
  toApprove: "Waits for your approval",
  question: "Question",
  look: "Look",
  lookAt: (what: string) => `Look at ${what}`,
  failures: "Failed lately",
  nothingFailed: "No turn has failed.",
};
