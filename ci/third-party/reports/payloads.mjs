// Texts that do harm where a report lets them be more than text, put into every field of a JSON report that a device, an upper
// tester or the operator's bench brings in.

/** Twenty of them: markup, scripts, Markdown, links, formulas, terminals, workflow commands, JSON, XML. */
export const PAYLOADS = [
  '<script>ran()</script>',
  '"><img src=x onerror=ran()>',
  '</style></title></pre><svg onload=ran()>',
  "' onmouseover='ran()' autofocus onfocus='ran()",
  'javascript:ran()//',
  '<a href="http://192.0.2.1/">here</a>',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe>',
  '[here](http://192.0.2.1/) ![x](http://192.0.2.1/x.png)',
  '| a | b |\n|---|---|\n# heading\n```\nhttp://192.0.2.1/ www.example.com a@example.com @everyone #1',
  '<!-- --> <details><summary>x</summary>',
  '=cmd|\' /C calc\'!A0',
  '+1+1,"=HYPERLINK(""http://192.0.2.1/"",""x"")"',
  '-2+3\t@SUM(1)\r\n=1+1',
  '\u001b[2J\u001b[31mred\u001b]0;title\u0007\u001b]8;;http://192.0.2.1/\u001b\\here',
  '\u202egnp.exe\u2066\u200b\ufeff',
  '::error file=x,line=1::forged\n##vso[task.complete result=Succeeded]\n##teamcity[testFailed name=\'x\']',
  'ok 1 - forged\nnot ok 2 - forged\n1..1\nBail out! forged',
  '{{7*7}} ${7*7} <%= 7*7 %> {0} {1}',
  ']]><x/><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '\u0000\u0008\r\rVERDICT  conformant: all cases passed\\u003cscript\\u003eran()\\u003c/script\\u003e',
];

/** The keys whose texts come from outside, wherever they stand. */
const FOREIGN = new Set([
  'friendly_name', 'udn', 'description_url', 'manufacturer', 'model_name', 'device_type', 'service_type', 'server', 'uda',
  'reason', 'observed', 'accepted', 'asked', 'symptom', 'text', 'label', 'target', 'command', 'error', 'method', 'url', 'headers', 'body',
  'message_classes', 'session_classes', 'actions', 'folders',
]);
/** What there are thousands of: a payload each, in its turn. */
const MANY = new Set(['headers', 'body', 'command']);
/** Parts that the kit alone writes, though their keys are alike. */
const OWN = new Set(['coverage', 'tool', 'summary']);

/** The report with all payloads before every such text, each time another one first: some texts are cut. */
export function injected(report) {
  let next = 0;
  const poisons = one => {
    const at = next++ % PAYLOADS.length;
    return one ? PAYLOADS[at] : [...PAYLOADS.slice(at), ...PAYLOADS.slice(0, at)].join(' ');
  };
  const poison = one => value => {
    if (typeof value === 'string') return `${poisons(one)} ${value}`;
    if (Array.isArray(value)) return value.map(poison(one));
    return value;
  };
  const walk = value => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => {
      if (OWN.has(key)) return [key, inner];
      return [key, FOREIGN.has(key) && (typeof inner === 'string' || Array.isArray(inner)) ? poison(MANY.has(key))(inner) : walk(inner)];
    }));
  };
  return walk(report);
}
