import { useState } from 'react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  validateLocustSpec,
  type Guardrails,
} from 'backstage-plugin-locust-common';
import { WithTexts } from '../../__testUtils__/WithTexts';
import { placeProblems } from '../formProblems';
import { formFromTargets, type NewRunForm } from '../NewRunForm';
import { writeMore } from './moreForm';
import { MoreStep } from './MoreStep';

const empty = formFromTargets(
  {
    clusters: [],
    guardrails: {},
    defaults: {
      image: 'locustio/locust:2.47.0',
      workers: 1,
      users: 1,
      spawnRate: 1,
      runTime: '1m',
    },
  },
  'shop',
  'UTC',
);

let written: Readonly<Record<string, unknown>> = {};

/** The step as the form holds it, judged as the form judges it. */
function Step(props: {
  readonly guardrails?: Guardrails;
  readonly start?: NewRunForm;
}) {
  const [form, setForm] = useState<NewRunForm>(props.start ?? empty);
  written = writeMore(form.more);
  return (
    <MoreStep
      form={form}
      problems={placeProblems(validateLocustSpec(written))}
      defaultImage="locustio/locust:2.47.0"
      guardrails={props.guardrails ?? {}}
      change={to => setForm(before => ({ ...before, ...to }))}
    />
  );
}

const toggle = () => screen.getByRole('button', { name: /^More/ });
const group = (name: string) => within(screen.getByRole('group', { name }));

describe('the step of the rarer fields', () => {
  it('is closed until it is asked for, by keyboard too', async () => {
    render(<Step />, { wrapper: WithTexts });
    expect(screen.queryByLabelText('Image')).not.toBeInTheDocument();
    expect(toggle()).toHaveAttribute('aria-expanded', 'false');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(toggle()).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByLabelText('Image')).toHaveAttribute(
      'placeholder',
      'locustio/locust:2.47.0',
    );
  });

  it('offers only what is allowed, and says which images are', async () => {
    render(
      <Step
        guardrails={{
          images: ['locustio/locust:2.*', 'good.io/*'],
          secrets: [],
          configMaps: ['load-*'],
          volumes: [],
        }}
      />,
      { wrapper: WithTexts },
    );
    await userEvent.click(toggle());
    expect(screen.getByLabelText('Image')).toHaveAccessibleDescription(
      'of master and workers; allowed: locustio/locust:2.*, good.io/*',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Add ConfigMap or Secret' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Add mount' }));
    for (const row of ['Source 1', 'Mount 1']) {
      expect(
        within(group(row).getByLabelText('Kind'))
          .getAllByRole('option')
          .map(it => it.textContent),
      ).toEqual(['ConfigMap']);
    }
  });

  it('offers no environment and no mounts where none are allowed, and keeps those that are there', async () => {
    const guardrails = {
      customEnvironment: false,
      secrets: [],
      configMaps: [],
      volumes: [],
    };
    const { unmount } = render(<Step guardrails={guardrails} />, {
      wrapper: WithTexts,
    });
    await userEvent.click(toggle());
    for (const name of ['Add variable', 'Add mount']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
    unmount();

    const start = {
      ...empty,
      more: { ...empty.more, env: [{ name: 'REGION', value: 'eu' }] },
    };
    render(<Step guardrails={guardrails} start={start} />, {
      wrapper: WithTexts,
    });
    await userEvent.click(toggle());
    expect(group('Variable 1').getByLabelText('Name')).toHaveValue('REGION');
  });

  it('writes the fields of the resource, and says what is set when closed', async () => {
    render(<Step />, { wrapper: WithTexts });
    await userEvent.click(toggle());
    await userEvent.type(screen.getByLabelText('Image'), 'example/locust:1');
    await userEvent.click(screen.getByRole('button', { name: 'Add variable' }));
    expect(group('Variable 1').getByLabelText('Name')).toHaveFocus();
    await userEvent.keyboard('REGION');
    await userEvent.type(group('Variable 1').getByLabelText('Value'), 'eu');
    await userEvent.click(
      screen.getByRole('button', { name: 'Add ConfigMap or Secret' }),
    );
    await userEvent.selectOptions(
      group('Source 1').getByLabelText('Kind'),
      'Secret',
    );
    await userEvent.type(group('Source 1').getByLabelText('Name'), 'shop');
    await userEvent.click(screen.getByRole('button', { name: 'Add mount' }));
    await userEvent.type(group('Mount 1').getByLabelText('Name'), 'data');
    await userEvent.type(
      group('Mount 1').getByLabelText('Folder'),
      '/mnt/data',
    );
    const workers = group('Each worker');
    await userEvent.type(workers.getByLabelText('CPU, promised'), '500m');
    await userEvent.type(
      workers.getByLabelText('Nodes with the labels'),
      'disktype=ssd',
    );
    expect(written).toEqual({
      image: 'example/locust:1',
      env: [{ name: 'REGION', value: 'eu' }],
      envFrom: [{ secretRef: { name: 'shop' } }],
      mounts: [{ configMap: 'data', mountPath: '/mnt/data' }],
      worker: {
        resources: { requests: { cpu: '500m' } },
        nodeSelector: { disktype: 'ssd' },
      },
    });
    await userEvent.click(toggle());
    expect(toggle()).toHaveAccessibleName(
      /image, 2 variable sources, 1 mount, resources, placement/,
    );
  });

  it.each([
    ['Image', 'a b', /is not the name of an image/],
    ['Only tasks tagged', '-x', /is not a tag/],
    ['Wait for workers', 'soon', /"soon" is not a duration/],
  ])('says at %s what is wrong with %s', async (label, text, sentence) => {
    render(<Step />, { wrapper: WithTexts });
    await userEvent.click(toggle());
    const field = screen.getByLabelText(label);
    await userEvent.type(field, text);
    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(field).toHaveAccessibleDescription(sentence);
  });

  it('says at a row and at an amount what is wrong, and stays open', async () => {
    render(<Step />, { wrapper: WithTexts });
    await userEvent.click(toggle());
    await userEvent.click(screen.getByRole('button', { name: 'Add variable' }));
    await userEvent.keyboard('1st');
    const name = group('Variable 1').getByLabelText('Name');
    expect(name).toHaveAccessibleDescription(
      /is not the name of an environment/,
    );
    await userEvent.type(
      group('The master').getByLabelText('Memory, at most'),
      'lots',
    );
    expect(
      group('The master').getByLabelText('Memory, at most'),
    ).toHaveAccessibleDescription(/is not an amount/);
    expect(toggle()).toBeDisabled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove Variable 1' }),
    );
    expect(written).not.toHaveProperty('env');
    expect(screen.getByRole('button', { name: 'Add variable' })).toHaveFocus();
  });
});
