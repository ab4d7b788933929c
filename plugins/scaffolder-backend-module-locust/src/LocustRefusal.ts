import { parseErrorResponseBody } from '@backstage/errors';

/** The interface of the load tests said no; the message is its own sentence. */
export class LocustRefusal extends Error {
  constructor(readonly statusCode: number, message: string) {
    super(message);
    this.name = 'LocustRefusal';
  }

  static async of(response: Response): Promise<LocustRefusal> {
    const { error } = await parseErrorResponseBody(response);
    return new LocustRefusal(response.status, error.message);
  }
}
