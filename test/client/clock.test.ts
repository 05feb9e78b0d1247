/** Time for people, and time that only goes forward. */
import { expect, spyOn, test } from "bun:test";
import { localCalendar, localTimeText, systemClock } from "../../src/client/clock.ts";

test("localTimeText has two figures for the hour and for the minute", () => {
  expect(localTimeText(new Date(2026, 0, 2, 3, 4).getTime())).toBe("03:04");
});

test.each([
  ["en-GB", "Friday 2 January 2026"],
  ["fr-FR", "vendredi 2 janvier 2026"],
  ["zh-CN", "2026年1月2日星期五"],
])("localCalendar writes a date in %s", (tag, text) => {
  expect(
    localCalendar(tag)
      .dayText(new Date(2026, 0, 2, 23, 59).getTime())
      .replace(",", ""),
  ).toBe(text);
});

test("localCalendar has another number for each day of the place, the same all day", () => {
  const { dayOf } = localCalendar("en-GB");
  const days = Array.from({ length: 800 }, (_, at) => [
    dayOf(new Date(2026, 0, 1 + at).getTime()),
    dayOf(new Date(2026, 0, 1 + at, 23, 59, 59).getTime()),
  ]);
  expect(days.every(([first, last]) => first === last)).toBe(true);
  expect(new Set(days.map(([first]) => first)).size).toBe(800);
});

test("systemClock goes forward when the clock of the system is set back", () => {
  const before = systemClock.now();
  using now = spyOn(Date, "now");
  now.mockReturnValue(0);
  const [first, second] = [systemClock.now(), systemClock.now()];
  expect(first).toBeGreaterThanOrEqual(before);
  expect(second).toBeGreaterThanOrEqual(first);
  expect(second).toBeGreaterThan(0);
});
