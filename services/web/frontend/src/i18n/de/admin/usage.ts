// Verbrauch: Tokens, Kosten, und was ein Monat kosten darf.
import type { usage as english } from "../../en/admin/usage";
import { many } from "../../format";

export const usage: typeof english = {
  lead: "Jeder Modellaufruf zählt, auch aus Gesprächen, die es nicht mehr gibt.",
  csv: "Als CSV speichern",
  period: "Zeitraum",
  periods: { day: "24 Stunden", week: "7 Tage", month: "30 Tage", quarter: "90 Tage" },
  by: "Zusammengezählt nach",
  axes: { agent: "Agent", model: "Modell", channel: "Kanal", day: "Tag" },
  nothing: "In dieser Zeit wurde kein Modell gerufen.",
  costChart: "Kosten im Lauf der Zeit",
  tokenChart: "Tokens im Lauf der Zeit",
  noPrice: "Tokens, denn nichts davon hat einen Preis.",
  table: "Verbrauch in Zahlen",
  total: "Zusammen",
  columns: {
    calls: "Aufrufe",
    input_tokens: "Tokens hinein",
    cached_tokens: "davon gemerkt",
    output_tokens: "Tokens heraus",
    reasoning_tokens: "davon gedacht",
    cost: "Kosten",
  },
  estimated: (calls) =>
    `≈ Die Token von ${many(calls, "Aufruf", "Aufrufen")} sind geschätzt, weil niemand ihre Zahl gesagt hat.`,
  unpriced: (calls) => `Von ${many(calls, "Aufruf", "Aufrufen")} kennt niemand den Preis; sie zählen als umsonst.`,
  budget: {
    title: "Monatsbudget",
    lead: "Eine Warnung hier und in der Übersicht, von 80 % an. Es hält niemanden auf: Grenzen einzelner Züge hat jeder Agent.",
    spent: (spent) => `${spent} in diesem Monat.`,
    spentOf: (spent, limit) => `${spent} von ${limit} in diesem Monat.`,
    near: "fast ausgegeben",
    over: "ausgegeben",
    limit: "Dollar im Monat",
    hint: "Leer: kein Budget.",
  },
  daily: {
    title: "Tagesgrenze",
    lead: "Alle Agenten zusammen. Ist sie erreicht, endet jeder Zug mit dem Grund, bis zum nächsten Tag (UTC).",
    spent: (spent) => `${spent} heute.`,
    spentOf: (spent, limit) => `${spent} von ${limit} heute.`,
    over: "ausgegeben: kein Agent antwortet",
    limit: "Dollar am Tag",
    hint: "Leer: keine Grenze.",
  },
};
