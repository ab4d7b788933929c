import { ANNOTATIONS_PAGE } from './pages/annotationsPage';
import { CONFIGURATION_PAGE } from './pages/configurationPage';
import { DECISIONS_PAGE } from './pages/decisionsPage';
import type { GeneratedPage } from './pages/GeneratedPage';
import { PERMISSIONS_PAGE } from './pages/permissionsPage';
import { RESOURCE_PAGE } from './pages/resourcePage';

/** The pages that are written from the sources. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  RESOURCE_PAGE,
  ANNOTATIONS_PAGE,
  CONFIGURATION_PAGE,
  PERMISSIONS_PAGE,
  DECISIONS_PAGE,
];
