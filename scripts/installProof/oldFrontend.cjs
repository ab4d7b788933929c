'use strict';

/** Puts into an app of the old frontend system what the plugin's README says, as a person would. */

const APP = 'packages/app/src/App.tsx';
const SIDE_BAR = 'packages/app/src/components/Root/Root.tsx';
const ENTITY_PAGE = 'packages/app/src/components/catalog/EntityPage.tsx';

/** By how a piece of the README begins: the file that it is for, and the text that it goes in front of. */
const PLACES = [
  { begins: '<Route', file: APP, before: /\n *<\/FlatRoutes>/ },
  { begins: '<SidebarItem', file: SIDE_BAR, before: /\n *<SidebarSpace / },
  {
    begins: '<EntityLayout.Route',
    file: ENTITY_PAGE,
    before: /(?<=const serviceEntityPage = [\s\S]*?)\n {2}<\/EntityLayout>/,
  },
  {
    begins: '<Grid',
    file: ENTITY_PAGE,
    before: /(?<=const overviewContent = [\s\S]*?)\n {2}<\/Grid>\n\);/,
  },
];

/**
 * @param {import('./NewApp.cjs').NewApp} app
 * @param {string} text - a block of the README: imports, and after an empty line each the elements that use them
 */
function addToOldFrontend(app, text) {
  const [imports, ...elements] = text.split('\n\n');
  const files = new Set();
  for (const element of elements) {
    const place = PLACES.find(({ begins }) => element.startsWith(begins));
    if (!place) {
      throw new Error(`Where in an app does this belong?\n${element}`);
    }
    files.add(place.file);
    app.insert(place.file, element.replace(/;$/, ''), place.before);
  }
  for (const file of files) {
    app.insert(file, imports, /^/);
  }
}

module.exports = { addToOldFrontend };
