/** The HTTP side of a server: `/healthz` for programs and a page for people. */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Catalogue } from "../locale/catalogue.ts";
import type { ServerInfo } from "../protocol/answers.ts";
import { page, style } from "../web/page.ts";

export interface HttpOptions {
  readonly server: ServerInfo;
  readonly catalogue: Catalogue;
  readonly language: string;
  /** The chat port, for the command on the page. */
  readonly chatPort: number;
  readonly sessionCount: () => number;
  /** Whether the store accepts messages. */
  readonly stores: () => boolean;
}

export function httpApp({ server, catalogue, language, chatPort, sessionCount, stores }: HttpOptions): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'self'"], frameAncestors: ["'none'"] },
      // The page is plain HTTP on a local network; after an HSTS header a browser could not come back.
      strictTransportSecurity: false,
      referrerPolicy: "no-referrer",
    }),
  );
  app.get("/healthz", (c) => {
    const stored = stores();
    const { name, version } = server;
    return c.json(
      { status: stored ? "ok" : "storage", name, version, sessions: sessionCount() },
      stored ? 200 : 503,
    );
  });
  app.get("/style.css", (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/", (c) => {
    const { hostname } = new URL(c.req.url);
    const lead = catalogue.serve.pageLead;
    const command = `chat join ${hostname}:${chatPort}`;
    return c.html(page({ title: server.name, lead, command, language }));
  });
  app.notFound((c) => c.text(catalogue.serve.pageMissing, 404));
  return app;
}
