// Puts a Markdown file into a comment of the pull request: one comment, which is changed by every further run.
import {readFileSync} from 'node:fs';

const MARKER = '<!-- tfsweep -->';
/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 65_000;

const {GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_TOKEN} = process.env;
const event = JSON.parse(readFileSync(GITHUB_EVENT_PATH ?? '', 'utf8'));
const number = event.pull_request?.number;
if (number === undefined) {
  console.log('this is no pull request: nothing to comment on');
  process.exit(0);
}

const api = async (method, path, body) => {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'user-agent': 'tfsweep',
    },
    ...(body ? {body: JSON.stringify(body)} : {}),
  });
  if (response.ok) return response.json();
  // A pull request from a fork may read only; its numbers are in the step summary all the same.
  const level = response.status === 403 ? 'warning' : 'error';
  console.log(`::${level} title=tfsweep::the comment can't be written: ${method} ${path} answered ${response.status}`);
  process.exit(level === 'error' ? 1 : 0);
};

const own = async () => {
  for (let page = 1; ; page++) {
    const comments = await api('GET', `/issues/${number}/comments?per_page=100&page=${page}`);
    const found = comments.find(({body}) => body?.startsWith(MARKER));
    if (found || comments.length < 100) return found;
  }
};

const text = readFileSync(process.argv[2], 'utf8');
const cut =
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n\n(cut; the step summary has all)` : text;
const body = {body: `${MARKER}\n${cut}`};
const before = await own();
if (before) await api('PATCH', `/issues/comments/${before.id}`, body);
else await api('POST', `/issues/${number}/comments`, body);
console.log(before ? 'the comment was changed' : 'a comment was written');
