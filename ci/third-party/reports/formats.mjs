// Each format of a report, read by a program that knows nothing of the kit; what it counts has to be what the JSON says.

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCHEMA = fileURLToPath(new URL('../../../reports/schema/run-1.schema.json', import.meta.url));

const text = file => fs.readFileSync(file, 'utf8');
const read = file => JSON.parse(text(file));
const command = name => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const equal = (what, is, wanted) => (is === wanted ? [] : [`${what}: ${is} instead of ${wanted}`]);

/** What the JSON report counts; known failures by themselves. */
export function counted(report) {
  const failed = report.cases.filter(one => one.verdict === 'fail');
  return { ...report.summary, known: failed.filter(one => one.known_failure).length };
}

/** JSON against the published schema, by ajv. */
export async function json(load, file, checks) {
  const { default: Ajv } = await load('ajv/dist/2020.js');
  const { default: formats } = await load('ajv-formats');
  const ajv = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true });
  (formats.default ?? formats)(ajv);
  const valid = ajv.compile(read(SCHEMA));
  const wrong = valid(read(file)) ? [] : valid.errors.map(one => `${one.instancePath} ${one.message}`);
  checks.all(`ajv: ${path.basename(file)}`, wrong);
}

/** JUnit against the schema that continuous integration goes by; its counts. */
export function junit(schema, file, counts, checks) {
  const name = path.basename(file);
  if (!command('xmllint')) return checks.skip(`JUnit: ${name}`, 'no xmllint (Debian: libxml2-utils)');
  if (!schema) checks.skip(`JUnit schema: ${name}`, 'no junit-10.xsd could be had (the source package of pytest on PyPI)');
  else {
    const ran = spawnSync('xmllint', ['--noout', '--schema', schema, file], { encoding: 'utf8' });
    checks.all(`junit-10.xsd: ${name}`, ran.status === 0 ? [] : ran.stderr.split('\n').filter(Boolean));
  }
  const count = what => Number(execFileSync('xmllint', ['--xpath', `count(${what})`, file], { encoding: 'utf8' }));
  checks.all(`xmllint counts ${name}`, [
    ...equal('testcase', count('//testcase'), counts.cases),
    ...equal('failure', count('//failure'), counts.fail - counts.known),
    ...equal('error', count('//testcase/error'), counts.error),
    ...equal('skipped', count('//skipped'), counts.inconclusive + counts.not_applicable + counts.known),
  ]);
}

/** SARIF by Microsoft's multitool: schema and rules; its counts. */
export function sarif(load, file, counts, checks) {
  const name = path.basename(file);
  let tool;
  try {
    tool = path.join(path.dirname(load.file('@microsoft/sarif-multitool-linux/package.json')), 'Sarif.Multitool');
    fs.chmodSync(tool, 0o755);
  } catch { tool = undefined; }
  if (!tool) checks.skip(`SARIF multitool: ${name}`, 'it has no program for this machine');
  else {
    const output = `${file}.validated`;
    const environment = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
    spawnSync(tool, ['validate', file, '--output', output, '--log', 'ForceOverwrite', '--level', 'Error;Warning'], { encoding: 'utf8', env: environment });
    if (!fs.existsSync(output)) checks.skip(`SARIF multitool: ${name}`, 'it did not run here');
    else {
      const results = read(output).runs.flatMap(run => run.results ?? []);
      const errors = results.filter(one => one.level === 'error');
      checks.all(`SARIF multitool: ${name}`, errors.map(one => `${one.ruleId}: ${one.message.text ?? JSON.stringify(one.message)}`));
    }
  }
  const run = read(file).runs[0];
  const cases = wanted => new Set(run.results.filter(wanted).map(one => one.locations[0].logicalLocations[0].fullyQualifiedName)).size;
  checks.all(`counts ${name}`, [
    ...equal('error', cases(one => one.level === 'error'), counts.fail),
    ...equal('suppressed', cases(one => one.suppressions), counts.known),
    ...equal('open', cases(one => one.kind === 'open'), counts.inconclusive),
    ...equal('located', run.results.filter(one => !one.locations?.[0]?.physicalLocation).length, 0),
  ]);
}

/** HAR by har-validator; no entry without an URL and a method. */
export async function har(load, file, checks) {
  const { default: validator } = await load('har-validator/lib/promise.js');
  const wrong = await validator.har(read(file)).then(() => [], error => error.errors.map(one => `${one.dataPath ?? one.instancePath} ${one.message}`));
  const entries = read(file).log.entries;
  const bare = entries.filter(one => !one.request.method || !/^[a-z]+:/.test(one.request.url));
  checks.all(`har-validator: ${path.basename(file)} (${entries.length} entries)`, [...wrong, ...equal('entries without URL or method', bare.length, 0)]);
}

/** TAP by tap-parser; its counts. */
export async function tap(load, file, counts, checks) {
  const { Parser } = await load('tap-parser');
  const results = await new Promise(done => new Parser({ strict: true }, done).end(text(file)));
  const wrong = results.failures.filter(one => one.tapError).map(one => one.tapError);
  const todo = results.todo ?? 0;
  checks.all(`tap-parser: ${path.basename(file)}`, [
    ...wrong,
    ...equal('tests', results.count, counts.cases),
    ...equal('not ok', results.fail, counts.fail + counts.error),
    ...equal('todo', todo, counts.known),
    ...equal('skip', results.skip ?? 0, counts.inconclusive + counts.not_applicable),
  ]);
}

/** CSV by csv-parse: as many fields in each row, a row a requirement, no formula. */
export async function csv(load, file, report, checks) {
  const { parse } = await load('csv-parse/sync');
  let rows, wrong = [];
  try {
    rows = parse(text(file), { columns: true, relax_column_count: false });
  } catch (error) { wrong.push(error.message); rows = []; }
  const formulas = rows.flatMap(row => Object.values(row)).filter(field => /^\s*[=+\-@\t\r]/.test(field));
  wrong.push(...formulas.map(field => `a formula: ${field.slice(0, 60)}`));
  wrong.push(...equal('rows', rows.length, report.coverage.requirements.length));
  for (const [at, row] of rows.entries()) {
    const one = report.coverage.requirements[at];
    if (row.verdict !== one.verdict) wrong.push(`${row.requirement}: ${row.verdict} instead of ${one.verdict}`);
    if (!row.cases && !row.reason) wrong.push(`${row.requirement}: neither judged nor a reason`);
  }
  checks.all(`csv-parse: ${path.basename(file)}`, wrong);
}

/** HTML by the W3C's checker; its counts. */
export function html(load, file, counts, checks) {
  const name = path.basename(file);
  const page = text(file);
  const cases = verdict => page.split(`class="case is-${verdict}"`).length - 1;
  checks.all(`counts ${name}`, [
    ...equal('pass', cases('pass'), counts.pass), ...equal('fail', cases('fail'), counts.fail),
    ...equal('inconclusive', cases('inconclusive'), counts.inconclusive), ...equal('error', cases('error'), counts.error),
    ...equal('not applicable', cases('not-applicable'), counts.not_applicable),
    ...(page.length > 3 << 20 ? [`it has ${page.length} bytes`] : []),
  ]);
  if (!command('java')) return checks.skip(`vnu: ${name}`, 'no Java (Debian: default-jre-headless)');
  const jar = path.join(path.dirname(load.file('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const ran = spawnSync('java', ['-jar', jar, '--errors-only', '--format', 'json', file], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const messages = JSON.parse(ran.stderr || '{"messages":[]}').messages;
  checks.all(`vnu: ${name}`, messages.map(one => `line ${one.lastLine}: ${one.message} ${(one.extract ?? '').slice(0, 120)}`));
}

/** Markdown as a code host shows it, by markdown-it: tables stay tables, and nothing in it is HTML, an image or a link. */
export async function markdown(load, file, counts, checks) {
  const { default: MarkdownIt } = await load('markdown-it');
  const md = new (MarkdownIt.default ?? MarkdownIt)({ html: true, linkify: true });
  const all = md.parse(text(file), {}).flatMap(one => [one, ...(one.children ?? [])]);
  const ours = ['<details><summary>How to repeat them</summary>', '</details>'];
  const unwanted = all.filter(one => ['html_block', 'html_inline', 'image', 'link_open'].includes(one.type) && !ours.includes(one.content.trim()));
  const row = `| ${[counts.pass, counts.fail, counts.inconclusive, counts.not_applicable, counts.error, counts.cases].join(' | ')} |`;
  checks.all(`markdown-it: ${path.basename(file)}`, [
    ...unwanted.map(one => `${one.type}: ${(one.content || one.attrGet?.('href') || '').slice(0, 80)}`),
    ...(all.some(one => one.type === 'table_open') ? [] : ['no table']),
    ...(text(file).includes(row) ? [] : [`no row ${row}`]),
    ...(text(file).length > 65536 ? ['longer than a comment may be'] : []),
  ]);
}
