import { once } from 'node:events';
import { createServer } from 'node:net';
import { findFreePorts } from './freePorts';

describe('findFreePorts', () => {
  it('finds as many different ports as asked for, all of which can be bound', async () => {
    const ports = await findFreePorts(20);
    expect(new Set(ports).size).toBe(20);
    for (const port of ports) {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });

  it('stays below the ports that outgoing connections use', async () => {
    expect(Math.max(...(await findFreePorts(20)))).toBeLessThan(32_768);
  });
});
