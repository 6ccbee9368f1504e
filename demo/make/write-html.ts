// A draft as a page of the city's web site, with all that surrounds the text there: navigation, breadcrumb, share links, footer.
import { type Block, blocksOf, city, type Draft } from './draft.ts';

export function writeHtml(draft: Draft): string {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${draft.title} - ${city}人民政府门户网站</title>
<style>body{font-family:serif}nav li{display:inline;margin-right:1em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:4px 12px}</style>
<script>window.visitCounter = { page: '${encodeURIComponent(draft.file)}' };</script>
</head>
<body>
<header>
<div class="top-bar">今天是 <span id="today"></span> ｜ <a href="#">无障碍浏览</a> ｜ <a href="#">繁體版</a> ｜ <a href="#">登录</a></div>
<div class="logo">${city}人民政府</div>
<nav><ul><li><a href="/">首页</a></li><li><a href="/xxgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li><li><a href="/hdjl">互动交流</a></li><li><a href="/sj">数据开放</a></li></ul></nav>
</header>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk">政务公开</a> &gt; ${draft.collection}</div>
<main>
<article>
${publicationRecord(draft)}<h1>${draft.title}</h1>
<div class="tools">字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>　<a href="#">打印</a>　<a href="#">关闭窗口</a></div>
<div class="content">
${blocksOf(draft.body).map(element).join('\n')}
${signatureOf(draft)}</div>
</article>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
</main>
<aside><h4>相关链接</h4><ul><li><a href="/xxgk/1">政策解读专栏</a></li><li><a href="/xxgk/2">政府信息公开年报</a></li><li><a href="/hdjl/3">我要写信</a></li></ul></aside>
<footer>
<p>主办：${city}人民政府办公室　承办：${city}大数据管理局</p>
<p>网站标识码：0000000000　霁ICP备00000000号　霁公网安备 00000000000000号</p>
<p><a href="/map">网站地图</a> ｜ <a href="/about">关于我们</a> ｜ <a href="/contact">联系我们</a></p>
</footer>
</body>
</html>
`;
}

function publicationRecord(draft: Draft): string {
  if (!draft.documentNumber || !draft.signature) return '';
  const row = (name: string, value: string) => `<tr><td>${name}</td><td>${value}</td></tr>`;
  const rows = [
    row('发文机关', draft.signature.organ),
    row('发文字号', draft.documentNumber),
    row('成文日期', draft.signature.date),
    row('主题分类', draft.collection),
  ];
  return `<table class="record">${rows.join('')}</table>\n`;
}

function element(block: Block): string {
  switch (block.kind) {
    case 'chapter':
      return `<h2>${block.text}</h2>`;
    case 'heading':
      return `<h3>${block.text}</h3>`;
    case 'subheading':
      return `<h4>${block.text}</h4>`;
    case 'article':
      return `<p><strong>${block.label}</strong>　${block.text}</p>`;
    case 'paragraph':
      return `<p>${block.text}</p>`;
    case 'table':
      return tableOf(block.rows);
  }
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  const [header = [], ...rest] = rows;
  return `<table>\n<thead>${row(header, 'th')}</thead>\n<tbody>\n${rest.map((cells) => row(cells, 'td')).join('\n')}\n</tbody>\n</table>`;
}

function signatureOf(draft: Draft): string {
  if (!draft.signature) return '';
  return `<p class="sign" style="text-align:right">${draft.signature.organ}</p>\n<p class="sign" style="text-align:right">${draft.signature.date}</p>\n`;
}
