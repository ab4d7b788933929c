import { render, screen } from '@testing-library/react';
import { app } from './app';

// The first render of all plugins loads them one after the other.
const PATIENCE_MS = 60_000;

describe('the app', () => {
  it(
    'asks an anonymous visitor to enter, under the title of its configuration',
    async () => {
      const configuration = {
        app: {
          title: 'Load tests of the example',
          baseUrl: 'http://localhost:3000',
        },
        backend: { baseUrl: 'http://localhost:7007' },
      };
      // The bundler puts the configuration there as an object, and the environment itself would turn it into text.
      jest.replaceProperty(process, 'env', {
        NODE_ENV: 'test',
        APP_CONFIG: [{ context: 'test', data: configuration }],
      } as unknown as typeof process.env);

      render(app.createRoot());

      expect(
        await screen.findByRole(
          'button',
          { name: 'Enter' },
          { timeout: PATIENCE_MS },
        ),
      ).toBeInTheDocument();
      expect(screen.getByText('Load tests of the example')).toBeInTheDocument();
    },
    PATIENCE_MS,
  );
});
