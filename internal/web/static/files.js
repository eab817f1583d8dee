// What the inbox computes. Pure.

/**
 * Reports whether a file may be a questionnaire by its name: an ending that is
 * read, and neither hidden nor the lock file of an office program.
 * @param {string} name
 * @param {string} accept endings with dots, by commas
 */
export function isQuestionnaire(name, accept) {
  if (name.startsWith(".") || name.startsWith("~$")) return false;
  const lower = name.toLowerCase();
  const endings = accept.split(",").map((s) => s.trim().toLowerCase()).filter((s) => s.startsWith("."));
  return !endings.length || endings.some((s) => lower.endsWith(s));
}

/**
 * Tells which questionnaires have reached another state, for the live region.
 * @param {Map<string, {phase: string, name: string, word: string}>} before
 * @param {Map<string, {phase: string, name: string, word: string}>} after
 */
export function phaseNews(before, after) {
  const news = [];
  for (const [id, now] of after) {
    const then = before.get(id);
    if (then && then.phase !== now.phase) news.push(`${now.name}: ${now.word}`);
  }
  return news.join("; ");
}
