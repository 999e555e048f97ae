BeforeAll { . $PSScriptRoot/Common.ps1 }

Describe 'The module' {
    It 'imports and exports cmdlets only' {
        $count = Invoke-FreshPwsh "Import-Module '$Manifest'; (Get-Command -Module HostTools -CommandType Cmdlet).Count; (Get-Command -Module HostTools).Count"
        $count[0] | Should -Be $count[1]
        [int] $count[0] | Should -BeGreaterOrEqual 11
    }

    It 'has only approved verbs and singular nouns that nobody else uses' {
        Invoke-FreshPwsh "Import-Module '$Manifest' -Verbose 4>&1 | Where-Object { `$_ -match 'unapproved' }" | Should -BeNullOrEmpty
        Invoke-FreshPwsh "`$before = (Get-Command -All).Name; Import-Module '$Manifest'; (Get-Command -Module HostTools).Name | Where-Object { `$_ -in `$before }" | Should -BeNullOrEmpty
    }

    It 'loads one assembly by import alone' {
        $loaded = Invoke-FreshPwsh "Import-Module '$Manifest'; [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName().Name }"
        $loaded | Should -Not -Contain 'YamlDotNet'
        @($loaded) -like 'HostTools.*' | Should -Be 'HostTools.PowerShell'
    }

    It 'binds our own types in every runspace of a session' {
        Invoke-FreshPwsh @"
            Import-Module '$Manifest'
            1..2 | ForEach-Object -Parallel { Import-Module '$Manifest'; (Get-Command Invoke-HostPlan).Parameters.ConfirmWithin.ParameterType.GetGenericArguments()[0].FullName } | Sort-Object -Unique
            Remove-Module HostTools; Import-Module '$Manifest'
            (Get-Command Get-HostFact).OutputType.Name
"@ | Should -Be @('HostTools.Platform.Duration', 'HostTools.Facts.HostFact')
    }

    It 'shows objects of a job by its views, where nothing but the import was run' {
        $lines = Invoke-FreshPwsh @"
            Import-Module '$Manifest'
            Start-Job { Import-Module '$Manifest'; Get-HostFact kernel.release } | Receive-Job -Wait -AutoRemoveJob | Out-String
            Import-Module '$Manifest' -Force; Get-HostFact kernel.release | Out-String
            Remove-Module HostTools; Import-Module '$Manifest'; Get-HostFact kernel.release | Out-String
"@
        ($lines | Select-String '^Name\s+Value\s+Source').Count | Should -Be 3
    }

    It 'keeps its commands after -Force and after Remove-Module' {
        $counts = Invoke-FreshPwsh @"
            Import-Module '$Manifest'; (Get-Command -Module HostTools).Count
            Import-Module '$Manifest' -Force; (Get-Command -Module HostTools).Count
            Remove-Module HostTools; Import-Module '$Manifest'; (Get-Command -Module HostTools).Count
            (Get-HostFact kernel.release).Name
"@
        $counts[1] | Should -Be $counts[0]
        $counts[2] | Should -Be $counts[0]
        $counts[3] | Should -Be 'kernel.release'
    }

    It 'works beside a foreign YamlDotNet that was loaded first' {
        $foreign = Join-Path $TestDrive 'YamlDotNet.dll'
        # Add-Type gives assemblies a random name; this one must bear the name that is fought over.
        $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]::new('YamlDotNet, Version=13.0.0.0'), [object].Assembly)
        [void] $builder.DefineDynamicModule('YamlDotNet').DefineType('YamlDotNet.Foreign', [Reflection.TypeAttributes]::Public).CreateType()
        $builder.Save($foreign)
        $tree = New-ExampleTree
        $lines = Invoke-FreshPwsh @"
            [void][Reflection.Assembly]::LoadFrom('$foreign')
            Import-Module '$Manifest'
            (Get-HostConfig toaster -Path '$tree').networking.hostName
            Import-Module '$Manifest' -Force
            (Get-HostConfig toaster -Path '$tree').networking.hostName
            [AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.GetName().Name -eq 'YamlDotNet' }.ForEach{ `$_.GetName().Version.Major } | Sort-Object
            [YamlDotNet.Foreign].Assembly.GetName().Version.Major
"@
        $lines | Should -Be @('toaster', 'toaster', '13', '16', '13')
        Remove-Item $tree -Recurse
    }

    It 'loads by itself from the module path' {
        $modules = Join-Path $TestDrive 'modules'
        New-Item -ItemType Directory $modules | Out-Null
        New-Item -ItemType SymbolicLink (Join-Path $modules 'HostTools') -Target $Clone | Out-Null
        Invoke-FreshPwsh "`$env:PSModulePath = '$modules'; (Get-HostFact kernel.release).Name" | Should -Be 'kernel.release'
    }

    It 'tells the doctor which PowerShell it is' {
        Invoke-FreshPwsh "Import-Module '$Manifest'; (Test-HostRequirement | Where-Object Name -eq powershell).Found" |
            Should -Be ($PSVersionTable.PSVersion.ToString() -split '-')[0]
    }
}
