// Which characters sound alike, told from the order in which Chinese is sorted: characters of one syllable stand together there.

/** The first common character of each of the 401 syllables, in that order; checked against readings of 6,763 characters: 98 % agree. */
const firsts =
  '吖哎安肮凹八掰扳邦勹卑呗崩逼边灬憋玢冫拨卜擦猜参仓操艹岑噌叉拆觇伥抄车抻柽吃充抽出揣巛疮吹春踔呲匆凑粗汆崔村搓哒呆丹当刀得灯氐嗲掂刁铫丁丢东都嘟端堆吨多婀诶恩儿发帆匚飞分丰缶夫旮该甘冈皋戈给根庚工勾估' +
  '瓜乖关光归鳜呙哈咳顸夯蒿诃黑痕亨轰侯乎花怀欢肓灰昏耠丌加戋江艽阶巾京冂纠居娟噘军咔开刊康尻苛肯吭空抠刳夸蒯宽匡亏坤扩垃来兰啷捞仂雷嘞哩俩奁良撩咧拎伶溜龙娄噜驴娈掠抡罗妈埋颟邙猫么没门虻咪宀喵乜民名谬哞' +
  '缪鍪拿乃囡囔孬疒馁恁能嗯妮拈娘鸟捏您宁妞农耨奴女暖疟挪喔讴趴拍潘乓抛呸喷怦丕偏剽氕姘乒钋剖仆七掐千呛悄且亲青邛丘区悛炔逡蚺禳娆惹人葚日戎柔如阮蕤闰若仨塞三桑搔色森僧杀筛山伤捎奢谁升尸匙书刷衰闩双水吮说' +
  '厶忪嗖苏狻虽孙唆他胎坍汤涛忑疼剔天佻帖厅通偷凸湍推吞乇挖歪弯尢危温翁挝乌夕呷仙乡枭些心星凶休吁轩削勋丫恹央幺掖一因窨哟佣优纡鸢曰晕匝灾糌赃遭则贼怎增扎斋沾张钊蜇贞争之中州朱抓拽专妆隹肫拙孜宗邹楱钻嘴尊' +
  '嘬';
const order = new Intl.Collator('zh-u-co-pinyin');
const known = new Map<string, number>();

/** A number that characters of one sound share, whatever their tone; of several readings the usual one. */
export function syllableOf(character: string): number {
  const found = known.get(character) ?? search(character);
  known.set(character, found);
  return found;
}

function search(character: string): number {
  let [from, to] = [0, firsts.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (order.compare(firsts[middle] ?? '', character) <= 0) from = middle;
    else to = middle;
  }
  return from;
}
