/** What is used of it here. */
declare module 'pg' {
  export class Client {
    constructor(options: {
      readonly host?: string;
      readonly port?: number;
      readonly user?: string;
      readonly password?: string;
      readonly database?: string;
      readonly keepAlive?: boolean;
    });
    on(event: 'error', listener: (error: Error) => void): this;
    connect(): Promise<void>;
    query(text: string, values: readonly unknown[]): Promise<unknown>;
    end(): Promise<void>;
  }
}
