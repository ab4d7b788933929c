import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { WithTexts } from '../__testUtils__/WithTexts';
import { aRun } from '../fake/aRun';
import { DoubtsMark } from './DoubtsMark';

const doubts = [
  { code: 'WorkersLost' as const, message: '1 of 4 workers was lost.' },
  { code: 'MasterCpu' as const, message: 'The master stood above 90 %.' },
];

describe('the mark of a run whose figures are less to be trusted', () => {
  it('says why to those who hover', async () => {
    render(<DoubtsMark run={aRun({ doubts })} />, { wrapper: WithTexts });
    await userEvent.hover(screen.getByRole('img'));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      '1 of 4 workers was lost.The master stood above 90 %.',
    );
  });

  it('says why to those who hear it, and is reached by keyboard', async () => {
    render(<DoubtsMark run={aRun({ doubts })} />, { wrapper: WithTexts });
    await userEvent.tab();
    expect(
      screen.getByRole('img', {
        name: 'Figures less to be trusted: 1 of 4 workers was lost. The master stood above 90 %.',
      }),
    ).toHaveFocus();
  });

  it.each([[[]], [undefined]])(
    'is not there where there is no doubt: %p',
    none => {
      const { container } = render(
        <DoubtsMark run={aRun({ doubts: none })} />,
        {
          wrapper: WithTexts,
        },
      );
      expect(container).toBeEmptyDOMElement();
    },
  );
});
