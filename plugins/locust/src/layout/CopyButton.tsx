import { useEffect, useState } from 'react';
import Button from '@material-ui/core/Button';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import { useTranslate } from '../translations/useTranslate';

/** Copies a text and says whether that worked. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
}) {
  const t = useTranslate();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');

  useEffect(() => {
    if (outcome === 'none') {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome('none'), 2_500);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setOutcome('copied');
    } catch {
      // No clipboard without a secure context or the person's leave.
      setOutcome('failed');
    }
  };

  const words = {
    none: props.label,
    copied: t('layout.copied'),
    failed: t('layout.couldNotCopy'),
  };
  return (
    <Button
      size="small"
      color="primary"
      startIcon={<FileCopyOutlinedIcon />}
      onClick={copy}
    >
      <span aria-live="polite">{words[outcome]}</span>
    </Button>
  );
}
