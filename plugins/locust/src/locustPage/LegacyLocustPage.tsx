import { Header, Page } from '@backstage/core-components';
import { useTranslate } from '../translations/useTranslate';
import { LocustPageContent } from './LocustPage';

/** The page with the header that an app of the old frontend system expects a page to bring. */
export function LegacyLocustPage() {
  const t = useTranslate();
  return (
    <Page themeId="tool">
      <Header title={t('terms.loadTests')} />
      <LocustPageContent />
    </Page>
  );
}
