#!/usr/bin/env node
/**
 * Records the logs that the parser is tested with: npm run record-logs [-- VERSION… CASE…]
 * Needs Python 3 with its venv module and reaches PyPI.
 */
const { main } = require('../plugins/locust-backend/scripts/recordLogs.cjs');

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
