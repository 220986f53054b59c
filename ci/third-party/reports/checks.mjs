// Other people's validators on every format of our reports, and a browser on the page.
//
// usage: node checks.mjs PROGRAM PACKAGES [--schema JUNIT.XSD] [--screenshots DIR] [--page-only] [RUN...]
//
// PACKAGES is the folder with the node_modules of package.json. Without RUN (a journal, a run folder or a JSON report) it makes runs of its own: a clean
// one, one with defects of which some are known, and the latter again with texts in every field that a device or an upper tester
// brings in that would do harm where they are not inert. The last line: N checks passed, N failed, N skipped.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as formats from './formats.mjs';
import { browser, loader, page } from './page.mjs';
import { injected } from './payloads.mjs';

const KINDS = ['json', 'json-full', 'junit', 'html', 'md', 'har', 'tap', 'sarif', 'csv'];
const CASES = ['5.5.13', '5.4', '5.6.1.2', 'uda/description', 'uda/control/response-element', 'uda/control/fault*', 'model/walk'];
const DEFECTS = ['faultcode-server', 'response-name-lower-case', 'server-header-missing'];
/** How many links of a page are followed in the browser; that each leads somewhere is looked at for all. */
const FOLLOWED = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { schema: { type: 'string' }, screenshots: { type: 'string' }, 'page-only': { type: 'boolean' } },
});
const [program, packages, ...given] = positionals;
const load = loader(path.resolve(packages));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'ctk-reports-'));
if (values.screenshots) fs.mkdirSync(values.screenshots, { recursive: true });
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

const checks = {
  passed: 0, failed: 0, skipped: 0,
  all(name, wrong) {
    if (wrong.length === 0) { this.passed += 1; console.log(`ok: ${name}`); return; }
    this.failed += 1;
    console.log(`FAILED: ${name}: ${wrong.length} times: ${wrong[0]}`);
    wrong.slice(1, 6).forEach(one => console.log(`    ${one}`));
  },
  skip(name, why) { this.skipped += 1; console.log(`SKIPPED: ${name}: ${why}`); },
};

function kit(...args) {
  const ran = spawnSync(program, args, { encoding: 'utf8', cwd: scratch, maxBuffer: 1 << 28 });
  if (![0, 1, 3].includes(ran.status)) throw new Error(`messaging-ctk ${args.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
  return ran;
}

/** A run on the reference device with defects; its journal. */
async function served(name, defects, more) {
  const args = ['serve', '--no-ssdp', ...defects.flatMap(one => ['--defect', one])];
  const device = spawn(program, args, { cwd: scratch, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const ready = JSON.parse(await new Promise(done => device.stdout.once('data', data => done(String(data).split('\n')[0]))));
    const journal = path.join(scratch, `${name}.jsonl.zst`);
    kit('run', ready.description, '--upper-tester', ready.upper_tester, '-q', '--seed', '7', '--journal', journal,
      ...CASES.flatMap(one => ['--case', one]), ...more);
    return journal;
  } finally { device.kill('SIGTERM'); }
}

async function runs() {
  if (given.length) return given.map((run, at) => [`run${at}`, path.resolve(run)]);
  const clean = await served('clean', [], []);
  const first = await served('first', DEFECTS, []);
  const ledger = path.join(scratch, 'known.toml');
  fs.writeFileSync(ledger, kit('known-failures', 'init', first).stdout);
  // All but one of the failures are known: a known failure is none in some formats, and has to be counted.
  const entries = fs.readFileSync(ledger, 'utf8').split(/^(?=\[\[)/m);
  fs.writeFileSync(ledger, entries.slice(0, -1).join(''));
  const defects = await served('defects', DEFECTS, ['--known-failures', ledger]);
  const report = path.join(scratch, 'defects.json');
  kit('report', defects, '--report', `json=${report}`);
  const hostile = path.join(scratch, 'hostile-in.json');
  fs.writeFileSync(hostile, JSON.stringify(injected(JSON.parse(fs.readFileSync(report, 'utf8')))));
  return [['clean', clean], ['defects', defects], ['hostile', hostile]];
}

async function one(name, run, chrome) {
  const file = kind => path.join(scratch, `${name}.${kind}`);
  kit('report', run, ...KINDS.flatMap(kind => ['--report', `${kind}=${file(kind)}`]));
  const report = JSON.parse(fs.readFileSync(file('json'), 'utf8'));
  const counts = formats.counted(report);
  if (!values['page-only']) {
    if (name === 'defects') checks.all('some failures are known, and one is not', counts.known > 0 && counts.fail > counts.known ? [] : [JSON.stringify(counts)]);
    await formats.json(load, file('json'), checks);
    await formats.json(load, file('json-full'), checks);
    formats.junit(values.schema, file('junit'), counts, checks);
    formats.sarif(load, file('sarif'), counts, checks);
    await formats.har(load, file('har'), checks);
    await formats.tap(load, file('tap'), counts, checks);
    await formats.csv(load, file('csv'), report, checks);
    await formats.markdown(load, file('md'), counts, checks);
    formats.html(load, file('html'), counts, checks);
  }
  if (!chrome) checks.skip(`the page of ${name}`, 'no browser (Debian: chromium)');
  else {
    await page(chrome, file('html'), {
      name, checks, most: FOLLOWED, shallow: name === 'hostile', screenshots: values.screenshots, axe: load.file('axe-core/axe.min.js'),
    });
  }
}

const chrome = await browser(load);
try {
  for (const [name, run] of await runs()) await one(name, run, chrome);
} catch (error) {
  checks.all('the checks themselves', [error.stack]);
} finally {
  await chrome?.close();
}
console.log(`${checks.passed} checks passed, ${checks.failed} failed, ${checks.skipped} skipped`);
process.exit(checks.failed ? 1 : 0);
