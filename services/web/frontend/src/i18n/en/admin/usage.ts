// Usage: tokens, cost, and what a month may cost.
import { many } from "../../format";

export const usage = {
  lead: "Every model call counts, also of threads that are gone.",
  csv: "Save as CSV",
  period: "Period",
  periods: { day: "24 hours", week: "7 days", month: "30 days", quarter: "90 days" },
  by: "Summed by",
  axes: { agent: "Agent", model: "Model", channel: "Channel", day: "Day" },
  nothing: "No model was called in this time.",
  costChart: "Cost over time",
  tokenChart: "Tokens over time",
  noPrice: "Tokens, for nothing here has a price.",
  table: "Usage in numbers",
  total: "Together",
  columns: {
    calls: "Calls",
    input_tokens: "Tokens in",
    cached_tokens: "of them cached",
    output_tokens: "Tokens out",
    reasoning_tokens: "of them thought",
    cost: "Cost",
  },
  estimated: (calls: number) =>
    `≈ The tokens of ${many(calls, "call", "calls")} are estimated, for nobody said how many they were.`,
  unpriced: (calls: number) => `Nobody knows the price of ${many(calls, "call", "calls")}; they count as free.`,
  budget: {
    title: "Monthly budget",
    lead: "A warning here and in the overview from 80 % on. It stops nobody: limits of single turns are each agent's.",
    spent: (spent: string) => `${spent} this month.`,
    spentOf: (spent: string, limit: string) => `${spent} of ${limit} this month.`,
    near: "nearly spent",
    over: "spent",
    limit: "Dollars a month",
    hint: "Empty: no budget.",
  },
  daily: {
    title: "Daily limit",
    lead: "All agents together. Once it is spent, every turn ends with the reason until the next day (UTC).",
    spent: (spent: string) => `${spent} today.`,
    spentOf: (spent: string, limit: string) => `${spent} of ${limit} today.`,
    over: "spent: no agent answers",
    limit: "Dollars a day",
    hint: "Empty: no limit.",
  },
};
