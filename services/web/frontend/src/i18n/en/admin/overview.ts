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
  ill: "can't work now",
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
