// A transcript that scrolls as a browser's does: jsdom lays nothing out.

interface Size {
  height?: number; // px that are seen
  content?: number; // px that there are
}

export class FakeLog {
  readonly place = document.createElement("div");
  readonly turns = document.createElement("div");
  /** To be put in the place of ResizeObserver. */
  readonly Observer: typeof ResizeObserver;
  private height = 0;
  private content = 0;
  private scrolled = 0;
  private readonly told = new Set<() => void>();

  constructor(size: Size) {
    const { told } = this;
    this.Observer = class {
      private readonly tell: () => void;
      constructor(tell: ResizeObserverCallback) {
        this.tell = () => tell([], this);
      }
      observe(): void {
        told.add(this.tell);
      }
      unobserve(): void {}
      disconnect(): void {
        told.delete(this.tell);
      }
    };
    this.place.append(this.turns);
    this.turns.append(document.createElement("div"));
    this.layOut();
    this.resize(size);
  }

  /** Whoever is below what there is then is moved to its end; observers are told. */
  resize({ height = this.height, content = this.content }: Size): void {
    Object.assign(this, { height, content });
    this.place.scrollTop = this.scrolled;
    for (const tell of this.told) tell();
  }

  /** As a wheel or a finger does it. */
  scrollBy(pixels: number): void {
    this.place.scrollTop += pixels;
    this.place.dispatchEvent(new Event("scroll"));
  }

  private layOut(): void {
    const scrollTop = {
      get: () => this.scrolled,
      set: (top: number) => (this.scrolled = Math.max(0, Math.min(top, this.content - this.height))),
    };
    const top = () => new DOMRect(0, -this.scrolled, 0, this.content);
    Object.defineProperties(this.place, {
      scrollTop,
      clientHeight: { get: () => this.height },
      scrollHeight: { get: () => this.content },
    });
    for (const child of this.turns.children) {
      Object.defineProperties(child, {
        offsetHeight: { get: () => this.content },
        getBoundingClientRect: { value: top },
        isConnected: { value: true },
      });
    }
  }
}
