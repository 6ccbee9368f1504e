// Radicals that stand for whole characters: browsers print 人民 as the signs of a dictionary's index, ⼈⺠, which look the same and are found
// by nobody. Which character each stands for is Unicode's property Equivalent_Unified_Ideograph.
import { type CleaningStep, editsOf } from './cleaning-step.ts';

/** CJK Radicals Supplement, in its order; its two places without a character are left out. */
const supplement =
  '⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳';
const characters =
  '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟';
const bases = [...characters];
/** ⼾ is decomposed to the form of Taiwan, 戶; simplified text writes 户. */
const standsFor = new Map([...[...supplement].map((radical, index): [string, string] => [radical, bases[index] ?? radical]), ['⼾', '户']]);

export const replaceRadicals: CleaningStep = {
  kind: 'radicals-replaced',
  find: ({ text }) => editsOf(text, /[\u2e80-\u2ef3\u2f00-\u2fd5]/g, ([radical]) => standsFor.get(radical) ?? radical.normalize('NFKC')),
};
