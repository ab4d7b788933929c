import { render, screen } from '@testing-library/react';
import { app } from './app';

describe('the app', () => {
  it('asks an anonymous visitor to enter, under the title of its configuration', async () => {
    (process.env as Record<string, unknown>).APP_CONFIG = [
      {
        context: 'test',
        data: {
          app: {
            title: 'Load tests of the example',
            baseUrl: 'http://localhost:3000',
          },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ];

    render(app.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 20_000 }),
    ).toBeInTheDocument();
    expect(screen.getByText('Load tests of the example')).toBeInTheDocument();
  });
});
