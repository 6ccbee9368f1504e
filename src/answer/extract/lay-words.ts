// What people say and what rules write: 开小饭馆 and 餐饮服务, 去世 and 死亡. A question is asked in the one, the text holds the other.
// From general usage of public services, not from any set of questions; a pair that means the same in one setting only does not belong here.

import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { everydayWords } from './everyday-words.ts';

/** One matter to a line, in all its wordings. Formal ones first, for the reader; the order means nothing. */
const groups = `
社会保险 社保
养老保险 养老金保险 养老险
医疗保险 医疗保障 医保
失业保险 失业险
工伤保险 工伤险
生育保险 生育险
住房公积金 公积金
基本养老金 养老金 退休金
失业保险金 失业金
最低生活保障 低保
社会保障卡 社保卡
医疗保障凭证 医保电子凭证 医保凭证 医保卡
居民身份证 身份证件 身份证
读者证 借书证 借阅证
养犬登记证 养犬登记 犬证 狗证
犬只 犬 狗
预防接种证 接种证 接种本 疫苗本
预防接种 接种疫苗 打疫苗 接种
居民户口簿 户口簿 户口本
户口 户籍
不动产权证书 不动产权证 房产证 房本
营业执照 执照
出生医学证明 出生证明 出生证
机动车驾驶证 驾驶证 驾照
机动车 小汽车 汽车 私家车
非机动车 电动自行车 电动车 电瓶车 自行车
公共租赁住房 公租房 廉租房
保障性住房 保障房
食品经营许可证 食品经营许可 食品许可证 食品证
未取得许可 未经许可 无证 没证 没有证
餐饮服务 餐饮 饭馆 饭店 餐馆 餐厅 小吃店
摊贩 摊点 摊位 摆摊 摆卖
商户 店铺 店家 商铺 门店
用人单位 老板
职工 员工 从业人员 打工
灵活就业 自由职业
个体工商户 个体户
法定代表人 法人代表
父亲、母亲 父母 爸妈 爹妈 爸爸妈妈
父亲 爸爸 爸
母亲 妈妈 妈
配偶 夫妻 爱人 老公 老婆 丈夫 妻子
夫妻双方 两口子 小两口
单方 一方 一个人
遗属 亲属 家属 家人
子女 孩子 小孩 儿女 娃 娃娃
新生儿 婴儿 宝宝 刚出生
未成年人 未满18周岁 未成年
老年人 老人 老年
参保人员 参保人 投保人
户籍不在本市 非本市户籍 外地户口 外地户籍 外地人
市外 外地 异地
境外 出境 国外 出国
死亡 去世 过世 离世 身故 不在了
丧葬 安葬
结婚 婚姻登记 领证
未登记结婚 非婚生育 非婚 未婚生育 没结婚
出生 生下来 生下
出生登记 申报出生 上户口 报户口
注销户口 户口注销 销户
迁入 落户 入户
迁移户口 户口迁移 迁户口
变更姓名 更改姓名 改名字 改名
遗失 丢失 丢了 弄丢 搞丢 掉了 不见了
损坏 毁损 弄坏 坏了
补办 补领 补发 重新办
换领 换发 换证 更换
申领 领取 领
提交 提供 递交 带上 携带
材料 资料
缴纳 缴费 缴存 交钱 交费 缴
缴清 交清 交完 交齐
补缴 补交
中断缴纳 中断缴费 停缴 断缴 断交
缴费基数 缴存基数 基数
下限 最低 不得低于 最少
上限 最高 不得高于 最多 不超过
限额 额度 最多 封顶
支付限额 封顶线 最高支付限额
起付标准 起付线 门槛费
支付比例 报销比例 报销 报 能报
零星报销 手工报销
支付范围 报销范围
划入 到账 拨付 打钱 发放 支付
收费 费用 收取 要钱 花钱 免费 不收费 不收取 免收 免交
违约金 罚息
提前偿还 提前还款 提前还贷 提前还
首套 第一套 首套房
第二套 二套 二套房
首付款 首付
贷款利率 年利率 利率 利息
贷款额度 贷款金额 能贷 贷款上限
租赁住房 租赁 承租 租房 租房子
购买住房 购房 买房 买房子
装修 装潢
既有住宅 老旧小区 老小区 老楼
加装电梯 装电梯 安装电梯
中等及以上 中小学校 学校
门口 出入口 校门
门诊 看门诊
就医 就诊 看病 治病
住院 住医院
医疗机构 医院 诊所
三级医疗机构 三级医院 三甲医院 三甲 大医院
一级医疗机构 一级医院 社区医院
二级医疗机构 二级医院
药品 药 买药
异地就医 外地看病 外地就医
转诊 转院
办理 申办
办结 准予许可 办好 办完 办成 批下来 审批完 出结果 作出决定
工作日 个工作日 上班日
申请 申报
延续 续期 续办 续签
符合 满足 具备
届满 到期 期满 过期
有效期 有效期限 管多久 能用
上门检查 现场核查 现场检查
从轻 减轻 轻罚
从重 加重 重罚
处罚 罚款 罚 罚钱
当事人 被处罚人 违法者
行政复议 复议
行政诉讼 起诉 打官司 诉讼
不服 有异议 有意见 不认
听证 听证会
骗取 骗领 冒领 骗
欺骗手段 虚假材料 伪造材料 假材料 造假
出借 借给 转借 冒名使用 他人使用
分期缴纳 分期 分期付
违法停放 违规停放 违停 乱停 停放
饲养 养 喂养
犬只 犬 狗 宠物狗
燃放烟花爆竹 烟花爆竹 放鞭炮 放炮 放烟花 鞭炮
张贴 粘贴 贴
施工 动工 干活
生活垃圾 垃圾
分类投放 垃圾分类 分类
燃气 煤气 天然气
噪声 噪音 太吵 扰民
施行 实施 实行 生效 起施行
废止 失效 作废
年满 满 岁数 年龄
录用 招用 入职 新入职
参加工作 上班
离职 辞职 解除劳动合同 终止劳动关系 辞退
退休 法定退休年龄 退休年龄
创业 自主创业
补助 补贴 补助金 津贴
贫困 困难 没钱 经济困难
残疾人 残疾
孕妇 怀孕 孕期
产假 生育假
幼儿园 托幼
入学 上学 就读 读书
考入 考上 上大学
普通高等学校 高校 大学
预约 挂号 约
住宅专项维修资金 专项维修资金 维修资金 维修基金
供暖 供热 暖气
热费 供暖费 取暖费 采暖费 暖气费
停放服务费 停放服务收费 停车收费 停车费
高热 高烧 发高烧
不满意 有异议 不服 不认可
网上 在线 线上 手机客户端
窗口 柜台 柜面
咨询电话 电话 热线
情形 情况
`;

const alternatives = new Map<string, readonly string[]>();
for (const line of (groups + everydayWords).trim().split(/\n+/)) {
  const group = line.split(' ');
  for (const wording of group)
    alternatives.set(wording, [...new Set([wording, ...(alternatives.get(wording) ?? []), ...group.filter(({ length }) => length > 1)])]);
}
const longest = Math.max(...[...alternatives.keys()].map(({ length }) => length));

/** All wordings of the same matter, this one among them. */
export function wordingsOfSame(wording: string): readonly string[] {
  return alternatives.get(wording) ?? [wording];
}

/** The wordings with others that stand in a text in its normal form: the longest at each place, and the text with them taken out. */
export function takeOutLayWords(text: string): { wordings: readonly string[]; rest: string } {
  const wordings: string[] = [];
  let rest = '';
  for (let at = 0; at < text.length; ) {
    const length = longestAt(text, at);
    if (length === 0) {
      rest += text[at];
      at += 1;
      continue;
    }
    wordings.push(text.slice(at, at + length));
    rest += ' ';
    at += length;
  }
  return { wordings, rest };
}

/** What the lay words of a question are called elsewhere, for a search that knows words alone. */
export function otherWordingsIn(question: string): string[] {
  const { wordings } = takeOutLayWords(normalizeForSearch(question));
  return [...new Set(wordings.flatMap(wordingsOfSame))].filter((wording) => !wordings.includes(wording));
}

function longestAt(text: string, at: number): number {
  for (let length = Math.min(longest, text.length - at); length > 1; length -= 1) {
    if (alternatives.has(text.slice(at, at + length))) return length;
  }
  return 0;
}
