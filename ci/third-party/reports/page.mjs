// A report's page in a browser without a screen: it searches, filters, follows every link, listens for what should not
// happen, and takes screenshots; axe-core looks for what people could not read or reach.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const WIDTHS = [1440, 390];
const SCHEMES = ['light', 'dark'];
const GRAVE = ['serious', 'critical'];

/** The browser, or undefined where none can be had. */
export async function browser(load) {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap(name => process.env.PATH.split(':').map(folder => path.join(folder, name)))
    .find(file => fs.existsSync(file));
  if (!executablePath) return undefined;
  const { default: puppeteer } = await load('puppeteer-core');
  // A gate's machine has other work too.
  const timeouts = { protocolTimeout: 900_000, timeout: 300_000 };
  return puppeteer.launch({ executablePath, ...timeouts, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

/** A page with ears: whatever runs, opens or loads without being asked is in `heard`. */
async function opened(chrome, file, heard) {
  const page = await chrome.newPage();
  page.setDefaultTimeout(600_000);
  page.on('dialog', dialog => { heard.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('pageerror', error => heard.push(`an error: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error') heard.push(`the console: ${message.text()}`); });
  page.on('request', request => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) heard.push(`a request: ${request.url()}`);
  });
  await page.evaluateOnNewDocument(() => { window.ran = () => alert('ran'); });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  return page;
}

/** Every link leads to something on the page, and what it leads to can be seen. */
async function links(page) {
  return page.evaluate(async () => {
    const wrong = [];
    const seen = new Set();
    const anchors = [...document.querySelectorAll('a[href]')];
    const followed = new Set();
    for (const anchor of anchors) {
      const href = anchor.getAttribute('href');
      if (!href.startsWith('#')) { wrong.push(`leads off the page: ${href}`); continue; }
      if (seen.has(href)) continue;
      seen.add(href);
      const id = decodeURIComponent(href.slice(1));
      const target = document.getElementById(id);
      if (!target) { wrong.push(`leads nowhere: ${href}`); continue; }
      // A browser opens the folds around what it is led to; not the one that is led to itself.
      followed.add(id);
    }
    const ids = new Map();
    for (const element of document.querySelectorAll('[id]')) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
    for (const [id, count] of ids) if (count > 1) wrong.push(`${count} things are called ${id}`);
    return { wrong, followed: [...followed] };
  });
}

/** Goes where some links lead, and looks whether one sees it there. */
async function visits(page, ids, most) {
  const wrong = [];
  const step = Math.max(1, Math.floor(ids.length / most));
  let visited = 0;
  for (let at = 0; at < ids.length; at += step) {
    const id = ids[at];
    const seen = await page.evaluate(async id => {
      location.hash = '';
      location.hash = `#${id}`;
      await new Promise(done => setTimeout(done, 20));
      const target = document.getElementById(id);
      const box = target.getBoundingClientRect();
      return target.checkVisibility() && box.bottom > -40 && box.top < innerHeight + 40;
    }, id);
    visited += 1;
    if (!seen) wrong.push(`#${id} is not to be seen after the link`);
  }
  return { wrong, visited };
}

/** Each filter hides its cases and no others. */
async function filters(page) {
  const wrong = [];
  const boxes = await page.$$eval('input[type=checkbox][id^=show-]', found => found.map(one => one.id));
  if (boxes.length < 5) wrong.push(`${boxes.length} filters only`);
  for (const id of boxes) {
    const word = id.slice('show-'.length);
    const told = await page.evaluate((id, word) => {
      const shown = () => {
        const of = which => [...document.querySelectorAll(which)].filter(one => one.checkVisibility()).length;
        return [of(`#cases .case.is-${word}`), of(`#cases .case:not(.is-${word})`)];
      };
      document.querySelectorAll('#cases details.head').forEach(fold => { fold.open = true; });
      const before = shown();
      const all = document.querySelectorAll(`#cases .case.is-${word}`).length;
      document.getElementById(id).click();
      const after = shown();
      document.getElementById(id).click();
      return { before, after, all };
    }, id, word);
    if (told.before[0] !== told.all) wrong.push(`${id}: ${told.before[0]} of ${told.all} are shown`);
    if (told.after[0] !== 0) wrong.push(`${id}: ${told.after[0]} are still there`);
    if (told.after[1] !== told.before[1]) wrong.push(`${id} hides others too`);
  }
  return wrong;
}

/** The search finds cases by what is in them, and says how many. */
async function search(page) {
  const wrong = [];
  const field = await page.$('input[type=search]');
  if (!field) return ['there is no field to search in'];
  const look = async text => {
    await page.$eval('input[type=search]', (field, text) => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    await new Promise(done => setTimeout(done, 400));
    return page.evaluate(() => ({
      shown: [...document.querySelectorAll('#cases .case')].filter(one => one.checkVisibility()).map(one => one.querySelector('.id').textContent),
      said: document.querySelector('#found')?.textContent ?? '',
    }));
  };
  const all = (await look('')).shown.length;
  const some = await look('5.5.13');
  const fits = id => id.includes('5.5.13');
  if (!some.shown.some(fits)) wrong.push('5.5.13 finds none of its cases');
  if (some.shown.length >= all) wrong.push('5.5.13 finds everything');
  if (!some.said.includes(String(some.shown.length))) wrong.push(`it says "${some.said}" of ${some.shown.length}`);
  const none = await look('nothing is called like this');
  if (none.shown.length) wrong.push('what is not there is found');
  if ((await look('')).shown.length !== all) wrong.push('an empty search does not bring all back');
  return wrong;
}

/** Checks a page, and takes its screenshots where a folder is given. */
export async function page(chrome, file, { name, most, screenshots, axe, checks, shallow }) {
  const heard = [];
  const open = await opened(chrome, file, heard);
  await open.setViewport({ width: WIDTHS[0], height: 900 });
  const found = await links(open);
  checks.all(`${name}: every link leads somewhere (${found.followed.length})`, found.wrong);
  if (!shallow) {
    const went = await visits(open, found.followed, most);
    checks.all(`${name}: what links lead to is seen (${went.visited} followed)`, went.wrong);
    checks.all(`${name}: filters`, await filters(open));
    checks.all(`${name}: search`, await search(open));
  }
  const source = fs.readFileSync(axe, 'utf8');
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      await open.setViewport({ width, height: 900 });
      await open.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open.evaluate(() => { location.hash = ''; scrollTo(0, 0); });
      const wider = await open.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      checks.all(`${name}: ${width} px wide, ${scheme}: nothing sticks out`, wider > 0 ? [`${wider} px do`] : []);
      if (screenshots) {
        await open.screenshot({ path: path.join(screenshots, `${name}-${width}-${scheme}.png`) });
        await open.screenshot({ path: path.join(screenshots, `${name}-${width}-${scheme}-long.png`), clip: { x: 0, y: 0, width, height: 6000 }, captureBeyondViewport: true });
      }
      // Each width and each scheme once: it takes long.
      const examined = WIDTHS.indexOf(width) === SCHEMES.indexOf(scheme) && !(shallow && width !== WIDTHS[0]);
      if (!examined) continue;
      // By the debugger, for the page itself lets nothing run.
      await open.evaluate(source);
      const graves = await open.evaluate(async graves => {
        const result = await axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
        const grave = result.violations.filter(one => graves.includes(one.impact));
        return grave.map(one => `${one.id} (${one.impact}), ${one.nodes.length} times: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary?.slice(0, 300)}`);
      }, GRAVE);
      checks.all(`${name}: axe-core, ${width} px, ${scheme}`, graves);
    }
  }
  checks.all(`${name}: nothing ran, loaded or asked`, heard);
  await open.close();
}

/** Loads a package of npm from the folder that they were installed in. */
export function loader(folder) {
  const require = createRequire(path.join(folder, 'package.json'));
  const load = name => import(pathToFileURL(require.resolve(name)).href);
  load.file = name => require.resolve(name);
  return load;
}
