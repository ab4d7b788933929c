import { AuthenticationError } from '@backstage/errors';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import express from 'express';
import request from 'supertest';
import type { MetricFamily } from './MetricFamily';
import { metricsRouter } from './metricsRouter';
import { publishEngineMetrics } from './publishEngineMetrics';

const families: readonly MetricFamily[] = [
  {
    name: 'locust_operator_engine_queue_depth',
    help: 'Waiting.',
    type: 'gauge',
    samples: [{ labels: { cluster: 'c' }, value: 2 }],
  },
  {
    name: 'locust_operator_engine_requests_total',
    help: 'Requests.',
    type: 'counter',
    samples: [{ labels: { cluster: 'c' }, value: 7 }],
  },
];

describe('metricsRouter', () => {
  const app = (authorize: () => Promise<void>) =>
    express().use(metricsRouter({ all: () => families }, authorize));

  it("answers in Prometheus' text format", async () => {
    const response = await request(app(async () => {})).get('/metrics');
    expect(response.headers['content-type']).toBe(
      'text/plain; version=0.0.4; charset=utf-8',
    );
    expect(response.text).toContain(
      '\nlocust_operator_engine_queue_depth{cluster="c"} 2\n',
    );
  });

  it('tells nothing to whom it is not for', async () => {
    const response = await request(
      app(async () => {
        throw new AuthenticationError('Missing credentials');
      }),
    ).get('/metrics');
    expect(response.ok).toBe(false);
    expect(response.text).not.toContain('locust_operator');
  });
});

describe('publishEngineMetrics', () => {
  it("offers the same values through Backstage's metrics service", () => {
    const callbacks: ((result: object) => void)[] = [];
    const instrument = {
      addCallback: (callback: (result: object) => void) =>
        callbacks.push(callback),
      removeCallback() {},
    };
    const metrics = metricsServiceMock.mock({
      createObservableGauge: () => instrument as never,
      createObservableCounter: () => instrument as never,
    });
    publishEngineMetrics(metrics, { engines: () => families });

    expect(metrics.createObservableGauge).toHaveBeenCalledWith(
      'locust_operator_engine_queue_depth',
      { description: 'Waiting.' },
    );
    expect(metrics.createObservableCounter).toHaveBeenCalledWith(
      'locust_operator_engine_requests_total',
      { description: 'Requests.' },
    );
    const observed: unknown[] = [];
    callbacks.forEach(callback =>
      callback({
        observe: (value: number, labels: object) =>
          observed.push([value, labels]),
      }),
    );
    expect(observed).toEqual([
      [2, { cluster: 'c' }],
      [7, { cluster: 'c' }],
    ]);
  });
});
