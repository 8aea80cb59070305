// The page's style and its one script, which only looks again: everything works without it.

/** Light and dark as the reader's system is; contrast of 4.5 and more in both. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fbfaf7; --sheet: #ffffff; --ink: #1d1d1b; --quiet: #55554f; --line: #8a8a80; --deed: #0b5c4a; --on-deed: #ffffff; --warn: #9a2a10; }
@media (prefers-color-scheme: dark) { :root { --ground: #171816; --sheet: #22241f; --ink: #f2f1ea; --quiet: #bdbcb2; --line: #7d7d74; --deed: #7fd6bd; --on-deed: #10201b; --warn: #ffb199; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; justify-content: space-between; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; } h3 { font-size: 1.05rem; margin: 0; }
p { margin: .3rem 0; } .quiet { color: var(--quiet); } .warn { color: var(--warn); font-weight: 600; }
article { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: .75rem 0; overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; margin: .5rem 0 0; } li { border-top: 1px solid var(--line); padding: .5rem 0; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .5rem 0; }
label { display: block; font-size: .9rem; } input { display: block; font: inherit; min-height: 2.75rem; padding: .25rem .5rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--ground); color: var(--ink); width: 16rem; max-width: 100%; }
button { font: inherit; min-height: 2.75rem; padding: .25rem 1rem; border: 2px solid var(--deed); border-radius: .3rem; background: var(--sheet); color: var(--ink); cursor: pointer; }
button.deed { background: var(--deed); color: var(--on-deed); }
a { color: var(--deed); } :focus-visible { outline: 3px solid var(--deed); outline-offset: 2px; }
progress { width: 100%; height: 1rem; accent-color: var(--deed); }
[role=status]:not(:empty), [role=alert]:not(:empty) { border-left: .4rem solid var(--deed); padding: .5rem 1rem; background: var(--sheet); }
[role=alert] { border-color: var(--warn); }
`;

/** Takes in what has changed, part by part; a part in which somebody types or stands waits. */
export const SCRIPT = `
const again = document.getElementById('again');
if (again) again.hidden = true;
const isInUse = (part) => part.contains(document.activeElement) && document.activeElement !== document.body
  || [...part.querySelectorAll('input[type=text]')].some((field) => field.value !== field.defaultValue);
async function look() {
  const note = document.getElementById('lost');
  try {
    const response = await fetch('/parts', { cache: 'no-store' });
    if (!response.ok) throw new Error(String(response.status));
    const next = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-part]')) {
      const fresh = next.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML && !isInUse(part)) part.innerHTML = fresh.innerHTML;
    }
    note.textContent = '';
  } catch { note.textContent = 'The agent does not answer. What is shown may be old.'; }
  setTimeout(look, document.hidden ? 15000 : 2000);
}
setTimeout(look, 2000);
`;
