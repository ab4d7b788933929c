import { Header, Page } from '@backstage/core-components';
import { LocustPageContent } from './LocustPage';

/** The page with the header that an app of the old frontend system expects a page to bring. */
export function LegacyLocustPage() {
  return (
    <Page themeId="tool">
      <Header title="Load tests" />
      <LocustPageContent />
    </Page>
  );
}
