import { css } from "lit";

export const inboxStyles = css`
  .views { width: var(--views-w); flex: none; background: var(--bg-sunken); border-right: 1px solid var(--line); }
  .views .page-head { border-color: transparent; }
  .views nav { padding: 0 8px 12px; display: flex; flex-direction: column; }
  .views nav a { display: flex; align-items: center; gap: 8px; height: 28px; padding: 0 8px; border-radius: var(--r-2); color: var(--text-2); flex: none; }
  .views nav a:hover { background: var(--bg-hover); text-decoration: none; }
  .views nav a[aria-current] { background: var(--bg-pressed); color: var(--text); font-weight: 550; }
  .list { width: var(--inbox-list-width, var(--list-w)); flex: none; border-right: 1px solid var(--line); }
  .list .page-head { padding: 0 8px; }
  .view-menu { display: none; width: auto; }
  .more { display: flex; align-items: center; justify-content: space-between; padding: 6px 14px; border-top: 1px solid var(--line); background: var(--bg-sunken); }
  task-detail, .nothing-open { flex: 1; min-width: 0; }
  @media (max-width: 1279px) {
    .views { display: none; }
    .view-menu { display: block; }
    .list { width: var(--inbox-list-width, 340px); }
  }
  @media (max-width: 640px) {
    .list { width: 100%; border: 0; }
    :host(.chosen) .list { display: none; }
  }
`;
