// A WebSocket of pretence: the test is the service at its other end.
import type { BrowserFrame, ServerFrame } from "../../src/core/contract";

export class FakeLine {
  static all: FakeLine[] = [];
  readonly said: BrowserFrame[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    FakeLine.all.push(this);
  }

  static get last(): FakeLine {
    const last = FakeLine.all.at(-1);
    if (!last) throw new Error("nobody has connected");
    return last;
  }

  send(text: string): void {
    this.said.push(JSON.parse(text) as BrowserFrame);
  }

  close(): void {
    this.onclose?.();
  }

  tell(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  hello(contract = "one"): void {
    this.tell({ type: "hello", contract, server: "1", viewer_id: "v1" });
  }
}
