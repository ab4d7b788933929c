/** Something between, or the backend, does not stream; asking again soon is of no use. */
export class NoStreamError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoStreamError';
  }
}
