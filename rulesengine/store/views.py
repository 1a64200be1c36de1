"""Views for people who open the file: Chinese columns, decimals, names in place of numbers.

The program itself never reads them.
"""

from collections.abc import Mapping

# Hundredths as their shortest decimal text: 150 is 1.5; NULL stays NULL.
VIEWS: Mapping[str, str] = {
    "records_zh": """
    SELECT
        r.ref AS "编号",
        r.day AS "日期",
        CASE WHEN r.village <> '' THEN r.village ELSE (
            SELECT v.name FROM household h JOIN village v ON v.id = h.village_id
            WHERE h.name = r.household GROUP BY h.name HAVING count(*) = 1
        ) END AS "村",
        r.household AS "户",
        r.person AS "人",
        r.item AS "事项",
        CASE WHEN r.quantity_hundredths < 0 THEN '-' ELSE '' END
            || (abs(r.quantity_hundredths) / 100) || CASE
            WHEN r.quantity_hundredths % 100 = 0 THEN ''
            ELSE rtrim(printf('.%02d', abs(r.quantity_hundredths) % 100), '0')
        END AS "数量",
        CASE WHEN r.judged_hundredths < 0 THEN '-' ELSE '' END
            || (abs(r.judged_hundredths) / 100) || CASE
            WHEN r.judged_hundredths % 100 = 0 THEN ''
            ELSE rtrim(printf('.%02d', abs(r.judged_hundredths) % 100), '0')
        END AS "评定分",
        r.event AS "事由",
        CASE r.status
            WHEN 'declared' THEN '申报' WHEN 'checked' THEN '审核' WHEN 'approved' THEN '通过'
            WHEN 'rejected' THEN '退回' ELSE '撤回'
        END AS "状态",
        r.facts AS "其他情况",
        i.name AS "文件",
        r.file_row AS "行",
        r.entered_at AS "录入时间",
        r.entered_by AS "录入人"
    FROM record r LEFT JOIN import i ON i.id = r.import_id
    """,
    "changes_zh": """
    SELECT
        r.ref AS "编号",
        c.changed_at AS "更正时间",
        c.old AS "原来",
        c.new AS "改后",
        i.name AS "文件",
        i.imported_by AS "经手人"
    FROM record_change c
    JOIN record r ON r.id = c.record_id
    JOIN import i ON i.id = c.import_id
    """,
    "households_zh": """
    SELECT
        v.name AS "村",
        h.name AS "户",
        y.since_day AS "自",
        y.joined_day AS "加入",
        y.left_day AS "离开",
        y.facts AS "情况",
        i.name AS "文件",
        y.file_row AS "行"
    FROM household_history y
    JOIN household h ON h.id = y.household_id
    LEFT JOIN village v ON v.id = h.village_id
    JOIN import i ON i.id = y.import_id
    """,
    "people_zh": """
    SELECT
        v.name AS "村",
        p.name AS "人",
        y.household AS "户",
        y.since_day AS "自",
        y.joined_day AS "加入",
        y.left_day AS "离开",
        y.facts AS "情况",
        i.name AS "文件",
        y.file_row AS "行"
    FROM person_history y
    JOIN person p ON p.id = y.person_id
    LEFT JOIN village v ON v.id = p.village_id
    JOIN import i ON i.id = y.import_id
    """,
    "policies_zh": """
    SELECT
        ifnull(v.name, '各村') AS "村",
        p.sheet AS "分表",
        p.name AS "办法",
        p.first_day AS "施行日",
        p.source_name AS "文件",
        p.sha256 AS "校验码",
        p.adopted_at AS "启用时间",
        p.text AS "全文"
    FROM policy p LEFT JOIN village v ON v.id = p.village_id
    """,
    "imports_zh": """
    SELECT
        i.imported_at AS "时间",
        i.name AS "文件",
        CASE i.kind WHEN 'records' THEN '记录' WHEN 'households' THEN '户' ELSE '人' END AS "种类",
        i.row_count AS "行数",
        i.added AS "新增",
        (SELECT count(*) FROM record_change c WHERE c.import_id = i.id) AS "更正",
        i.imported_by AS "经手人",
        i.sha256 AS "校验码"
    FROM import i
    """,
}
