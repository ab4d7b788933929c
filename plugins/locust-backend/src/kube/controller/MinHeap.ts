/** A binary heap: the item with the smallest rank comes first. */
export class MinHeap<T> {
  private items: T[] = [];

  constructor(private readonly rankOf: (item: T) => number) {}

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    this.items.push(item);
    this.rise(this.items.length - 1);
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (this.items.length > 0 && last !== undefined) {
      this.items[0] = last;
      this.sink(0);
    }
    return first;
  }

  /** Drops what is no longer wanted, in linear time. */
  retain(wanted: (item: T) => boolean): void {
    this.items = this.items.filter(wanted);
    for (let i = (this.items.length >> 1) - 1; i >= 0; i--) {
      this.sink(i);
    }
  }

  private rise(start: number): void {
    let i = start;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) {
        return;
      }
      this.swap(i, parent);
      i = parent;
    }
  }

  private sink(start: number): void {
    let i = start;
    for (;;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.items.length && this.before(child, least)) {
          least = child;
        }
      }
      if (least === i) {
        return;
      }
      this.swap(i, least);
      i = least;
    }
  }

  private before(a: number, b: number): boolean {
    return this.rankOf(this.items[a]) < this.rankOf(this.items[b]);
  }

  private swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b], this.items[a]];
  }
}
