import { createReadStream } from 'node:fs';
import { outcomeToJson } from '../src/outcomes/Outcome';
import { readMasterLog } from '../src/outcomes/readMasterLog';

/** Prints the outcome that a master's log tells as JSON; `-` reads standard input. */
async function main(file: string | undefined): Promise<void> {
  if (!file) {
    throw new Error('Say which log to read: npm run --silent outcome -- FILE');
  }
  const log = await readMasterLog(
    file === '-' ? process.stdin : createReadStream(file),
  );
  process.stdout.write(
    `${JSON.stringify(outcomeToJson(log.outcome()), null, 2)}\n`,
  );
}

main(process.argv[2]).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
