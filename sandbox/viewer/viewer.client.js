// The viewer page: asks for what changed, shows it as text nodes, and sends what the person does.
const stage = document.getElementById('stage');
const pageId = stage.dataset.page;
const words = JSON.parse(stage.dataset.words);
const comments = document.getElementById('comments');
const messages = document.getElementById('messages');
const name = document.getElementById('name');
const trouble = document.getElementById('trouble');
const unread = document.getElementById('unread');
const COMMENTS_MAX = 120;
const EVERY_MS = 400;

let after = 0;
let author = '';
let isAsking = false;
let messagesSeen = 0;

name.value = sessionStorage.getItem('viewer-name') ?? name.value;

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function keepAtEnd(list, change) {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  change();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

function showComment(comment) {
  const item = element('li', 'comment');
  item.dataset.id = comment.id;
  item.dataset.testid = 'viewer-comment';
  const bubble = element('div', 'bubble');
  bubble.append(
    element('strong', '', comment.authorName ?? words.anonymous),
    element('span', 'said', comment.text || '…'),
  );
  item.append(bubble);
  for (const reply of comment.replies) {
    const node = element('p', 'reply', reply.text);
    node.dataset.testid = 'viewer-public-reply';
    item.append(node);
  }
  const known = comments.querySelector(`[data-id="${CSS.escape(comment.id)}"]`);
  if (known) known.replaceWith(item);
  else comments.append(item);
  while (comments.children.length > COMMENTS_MAX) comments.firstChild.remove();
}

function showButton(button) {
  const node = element(button.kind === 'link' ? 'a' : 'button', `chat-button ${button.kind}`, button.title);
  node.dataset.testid = 'viewer-chat-button';
  if (button.kind === 'link') {
    node.href = button.value;
    node.target = '_blank';
    node.rel = 'noopener';
  } else {
    node.type = 'button';
    node.addEventListener('click', () => act('taps', { title: button.title, payload: button.value }));
  }
  return node;
}

function showChat(chat) {
  const count = chat.filter((message) => message.from === 'page').length;
  const isHidden = stage.dataset.tab === 'live';
  unread.hidden = !isHidden || count <= messagesSeen;
  unread.textContent = String(count - messagesSeen);
  if (!isHidden) messagesSeen = count;
  messages.replaceChildren(
    ...chat.map((message) => {
      const item = element('li', `message from-${message.from}`);
      item.dataset.testid = 'viewer-chat-message';
      item.append(element('p', 'said', message.text), ...message.buttons.map(showButton));
      return item;
    }),
  );
}

function showEmpty() {
  for (const [list, text] of [
    [comments, words.noComments],
    [messages, words.noMessages],
  ]) {
    const empty = list.querySelector('.empty');
    if (list.children.length === 0) list.append(element('li', 'empty', text));
    else if (empty && list.children.length > 1) empty.remove();
  }
}

async function ask() {
  if (isAsking || document.hidden) return;
  isAsking = true;
  try {
    if (author !== name.value.trim()) {
      author = name.value.trim();
      sessionStorage.setItem('viewer-name', author);
      after = 0;
      messagesSeen = 0;
      showChat([]);
    }
    const asked = author;
    const response = await fetch(`/api/live/${pageId}/feed?${new URLSearchParams({ after, author })}`);
    const feed = await response.json();
    if (asked !== name.value.trim()) return;
    after = feed.seq;
    document.getElementById('people').textContent = feed.people > 0 ? words.people.replace('#', feed.people) : '';
    if (feed.comments.length > 0) keepAtEnd(comments, () => feed.comments.forEach(showComment));
    if (feed.chat) keepAtEnd(messages, () => showChat(feed.chat));
    showEmpty();
  } catch {
    // The sandbox is restarting; the next look finds it.
  } finally {
    isAsking = false;
  }
}

async function act(what, body) {
  trouble.textContent = '';
  const response = await fetch(`/api/live/${pageId}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { name: name.value.trim() }, ...body }),
  }).catch(() => null);
  const answer = response?.ok ? await response.json() : null;
  if (answer?.status !== 200) trouble.textContent = words.notDelivered;
  await ask();
}

function onSend(form, input, what) {
  document.getElementById(form).addEventListener('submit', (event) => {
    event.preventDefault();
    const field = document.getElementById(input);
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    void act(what, { text });
    void ask();
  });
}

onSend('comment-form', 'text', 'comments');
onSend('message-form', 'message', 'messages');
for (const tab of document.querySelectorAll('.tabs button')) {
  tab.addEventListener('click', () => {
    stage.dataset.tab = tab.dataset.tab;
    for (const other of document.querySelectorAll('.tabs button')) other.ariaPressed = String(other === tab);
    messagesSeen = messages.querySelectorAll('.from-page').length;
    unread.hidden = true;
    messages.scrollTop = messages.scrollHeight;
  });
}
name.addEventListener('input', ask);
document.addEventListener('visibilitychange', ask);
setInterval(ask, EVERY_MS);
void ask();
