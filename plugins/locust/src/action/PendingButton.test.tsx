import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PendingButton } from './PendingButton';

describe('a button at work', () => {
  const onClick = jest.fn();
  const onSubmit = jest.fn(event => event.preventDefault());
  const form = (pending: boolean) => (
    <form onSubmit={onSubmit}>
      <input aria-label="Name" />
      <PendingButton type="submit" pending={pending} onClick={onClick}>
        Save
      </PendingButton>
    </form>
  );
  const save = () => screen.getByRole('button', { name: 'Save' });

  it('keeps the focus of whoever has pressed it', async () => {
    const { rerender } = render(form(false));
    await userEvent.tab();
    await userEvent.tab();
    rerender(form(true));
    expect(save()).toHaveFocus();
    expect(save()).toHaveAttribute('aria-busy', 'true');
    expect(save()).toHaveAttribute('aria-disabled', 'true');
  });

  it('does nothing a second time, by mouse or by keys', async () => {
    onClick.mockClear();
    onSubmit.mockClear();
    const { rerender } = render(form(true));
    await userEvent.click(save());
    await userEvent.type(screen.getByLabelText('Name'), 'Ada{Enter}');
    expect(onClick).not.toHaveBeenCalled();
    expect(onSubmit).not.toHaveBeenCalled();
    rerender(form(false));
    await userEvent.click(save());
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(onSubmit).toHaveBeenCalledTimes(1);
  });
});
