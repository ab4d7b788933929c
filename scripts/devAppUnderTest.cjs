'use strict';

/** What Playwright starts before the tests of the plugin's development app; they find it at DEV_APP_URL. */

const { bootstrap } = require('./bootstrap.cjs');
const { startDevApp } = require('./devApp.cjs');

module.exports = async function devAppUnderTest() {
  const app = await startDevApp(await bootstrap());
  process.env.DEV_APP_URL = app.url;
  return app.stop;
};
