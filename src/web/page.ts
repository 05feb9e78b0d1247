/** The page of a room: which room this is and how to join it. */
import { html } from "hono/html";

export interface PageTexts {
  readonly title: string;
  readonly lead: string;
  readonly command: string;
  readonly language: string;
}

export function page({ title, lead, command, language }: PageTexts) {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${lead}</p>
          <pre><code>${command}</code></pre>
        </main>
      </body>
    </html>`;
}

export const style = `
:root { font: 1.125rem/1.6 system-ui, sans-serif; color: #1d2430; background: #f6f5f1; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { padding: 2rem; max-width: 36rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
pre { padding: 1rem 1.25rem; border-radius: .5rem; background: #1d2430; color: #f6f5f1; overflow-x: auto; }
code { font: 1rem/1.4 ui-monospace, monospace; user-select: all; }
@media (prefers-color-scheme: dark) {
  :root { color: #e8e6df; background: #14181f; }
  pre { background: #262d38; }
}
`;
