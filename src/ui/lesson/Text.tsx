import { Fragment } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Block, Inline, LinkTarget } from '../host/lesson.types';
import { usePage } from '../state/usePage';
import styles from './Text.module.css';

/** The running text of a lesson. Each node of the tree becomes the element made for it here, and nothing else. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => <OneBlock key={index} block={block} />);
}

function OneBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          <Inlines inlines={block.children} />
        </p>
      );
    case 'heading':
      return (
        <h4 className={styles.heading}>
          <Inlines inlines={block.children} />
        </h4>
      );
    case 'code':
      return (
        <pre className={styles.code} tabIndex={0}>
          {block.text}
        </pre>
      );
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={block.ordered ? styles.ordered : styles.list}>
          {block.items.map((item, index) => (
            <li key={index}>
              <Blocks blocks={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return (
        <table className={styles.table}>
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index} scope="col">
                  <Inlines inlines={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>
                    <Inlines inlines={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

export function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => <OneInline key={index} inline={inline} />);
}

function OneInline({ inline }: { readonly inline: Inline }) {
  switch (inline.kind) {
    case 'text':
      return <Fragment>{inline.text}</Fragment>;
    case 'code':
      return <code className={styles.typed}>{inline.text}</code>;
    case 'break':
      return <br />;
    case 'strong':
      return (
        <strong className={styles.strong}>
          <Inlines inlines={inline.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case 'link':
      return <Link target={inline.target} words={inline.children} />;
  }
}

function Link({ target, words }: { readonly target: LinkTarget; readonly words: readonly Inline[] }) {
  const { t } = useTexts();
  const { guide } = usePage();
  switch (target.kind) {
    case 'look':
      return (
        <button
          type="button"
          className={styles.look}
          title={t('lesson.ui.look', { place: target.place })}
          onClick={() => guide.look(target.place)}
        >
          <Inlines inlines={words} />
        </button>
      );
    case 'page':
      return (
        <a className={styles.link} href={target.hash}>
          <Inlines inlines={words} />
        </a>
      );
    case 'web':
      return (
        <a className={styles.link} href={target.href} target="_blank" rel="noreferrer noopener">
          <Inlines inlines={words} />
        </a>
      );
  }
}
